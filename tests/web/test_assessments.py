"""年度考核 pages: who may come, who reads what, and what a person meets who makes a mistake."""

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, OTHER_TOWN, TOWN, make_user
from factories_assessments import (
    YEAR,
    acting,
    conclude,
    decide,
    make_people,
    make_published,
    make_settled,
    propose,
    stored,
    summarise,
)
from support import PageReader, text_of

from tracker.assessments import service
from tracker.assessments.models import Appraisal, Plan, Verdict
from tracker.assessments.rules import PlanStatus, Status
from tracker.domain.grades import Grade, Situation
from tracker.domain.roles import Role
from tracker.township.queries import work_calendar

YEAR_URL = f"/assessments/{YEAR}"


def sanction(scene, situation):
    service.classify(
        scene.actor("org"), scene.sheet(), situations=[situation], limit=None, reason="处分决定〔7〕号"
    )


def hidden(page: str) -> dict[str, str]:
    form = [one for one in PageReader(page).forms if one["method"] == "post"][-1]
    return {name: value for name, value, kind in form["fields"] if kind == "hidden"}


# --- who may come


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CADRE, 200), (Role.ORG, 200), (Role.HEAD, 200), (Role.DISCIPLINE, 200), (Role.COMMITTEE, 200),
     (Role.UNIT_HEAD, 200), (Role.COUNTY, 200), (Role.SYSADMIN, 403), (Role.AUDITOR, 403)],
)
def test_list_of_plans_by_role(db, as_user, role, status):
    make_published()
    assert as_user(make_user(role)).get("/assessments").status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CADRE, 404), (Role.HANDLER, 404), (Role.UNIT_HEAD, 404), (Role.DEPUTY, 404), (Role.COUNTY, 404),
     (Role.ORG, 200), (Role.HEAD, 200), (Role.DISCIPLINE, 200), (Role.COMMITTEE, 200), (Role.SECADMIN, 403)],
)
def test_somebody_elses_sheet_by_role(db, as_user, role, status):
    scene = make_settled()
    assert as_user(make_user(role)).get(scene.url()).status_code == status


STEPS = {
    "write": {Role.CADRE: 404, Role.ORG: 404, Role.HEAD: 404},
    "summarise": {Role.CADRE: 404, Role.DEPUTY: 404},
    "propose": {Role.CADRE: 403, Role.ORG: 403, Role.COMMITTEE: 403, Role.UNIT_HEAD: 404},
    "decide": {Role.CADRE: 403, Role.DEPUTY: 403, Role.HEAD: 403, Role.COMMITTEE: 200, Role.ORG: 200},
    "conclude": {Role.CADRE: 403, Role.ORG: 403, Role.COMMITTEE: 403, Role.HEAD: 200},
    "classify": {Role.CADRE: 403, Role.HEAD: 403, Role.COMMITTEE: 403, Role.DISCIPLINE: 200, Role.ORG: 200},
    "leave": {Role.DISCIPLINE: 403, Role.HEAD: 403, Role.ORG: 200},
    "record_outside_result": {Role.HEAD: 403, Role.ORG: 200},
}


@pytest.mark.parametrize(
    ("step", "role", "status"), [(s, role, code) for s, row in STEPS.items() for role, code in row.items()]
)
def test_steps_by_role(db, as_user, step, role, status):
    scene = make_settled()
    assert as_user(make_user(role)).get(scene.url(step)).status_code == status


PLAN_STEPS = ("consult", "publish", "draw", "settle", "charge", "publicise", "close", "revise")


@pytest.mark.parametrize("step", PLAN_STEPS)
@pytest.mark.parametrize(("role", "status"), [(Role.ORG, 200), (Role.HEAD, 403), (Role.CADRE, 403)])
def test_steps_of_the_plan_by_role(db, as_user, step, role, status):
    make_published()
    assert as_user(make_user(role)).get(f"{YEAR_URL}/{step}").status_code == status


def test_a_draft_is_for_its_writers_and_consultation_for_everybody(db, as_user):
    scene = make_people()
    cadre = as_user(scene.cadres[0])
    assert cadre.get(YEAR_URL).status_code == 404
    assert "2026" not in text_of(cadre.get("/assessments"))
    assert as_user(scene.org).get(YEAR_URL).status_code == 200
    service.consult(scene.actor("org"), scene.plan)
    assert "按五个方面考核" in text_of(cadre.get(YEAR_URL))


def test_another_town_finds_nothing_and_the_county_names_the_town(db, as_user):
    scene = make_settled()
    stranger = make_user(Role.ORG, unit=OTHER_TOWN)
    assert as_user(stranger).get(YEAR_URL).status_code == 404
    assert as_user(stranger).get(scene.url()).status_code == 404
    assert as_user(stranger).get(f"{YEAR_URL}?town={TOWN}").status_code == 404
    county = as_user(make_user(Role.COUNTY))
    assert county.get(f"{YEAR_URL}?town={TOWN}").status_code == 200
    assert f"town={TOWN}" in county.get("/assessments").text


# --- who reads what


def test_a_person_sees_the_own_row_only_and_no_grade_before_the_end(db, as_user):
    scene = make_settled(cadres=2)
    decide(scene, grade=Grade.BASIC)
    page = text_of(as_user(scene.cadres[0]).get(YEAR_URL))
    assert "我的考核" in page and "李干部1" not in page and "基本称职" not in page
    own = text_of(as_user(scene.cadres[0]).get(scene.url()))
    assert "基本称职" not in own and "肯下村" not in own
    service.conclude(scene.actor("head"), scene.sheet())
    own = text_of(as_user(scene.cadres[0]).get(scene.url()))
    assert "基本称职" in own and "肯下村" in own


@pytest.mark.parametrize(
    ("who", "sees"),
    [("org", True), ("head", True), ("discipline", True), ("committee", False), ("deputy", False)],
)
def test_a_low_result_is_for_few_eyes(db, as_user, who, sees):
    scene = make_settled()
    decide(scene, grade=Grade.INCOMPETENT, proposed=Grade.COMPETENT)
    service.conclude(scene.actor("head"), scene.sheet())
    client = as_user(getattr(scene, who))
    assert ("不称职" in text_of(client.get(YEAR_URL))) is sees
    assert ("不称职" in text_of(client.get(scene.url()))) is sees


def test_the_committee_reads_grades_while_it_deliberates(db, as_user):
    scene = make_settled()
    propose(scene, grade=Grade.BASIC)
    assert "基本称职" in text_of(as_user(scene.committee).get(YEAR_URL))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("org", True), ("discipline", True), ("person", True), ("head", False), ("committee", False),
     ("deputy", False)],
)
def test_the_reason_is_for_org_discipline_and_the_person(db, as_user, who, sees):
    scene = make_published()
    sanction(scene, Situation.DEMERIT)
    client = as_user(scene.cadres[0] if who == "person" else getattr(scene, who))
    page = text_of(client.get(scene.url()))
    assert ("政务记过" in page) is sees and ("处分决定" in page) is sees
    assert "不确定等次" in page


def test_a_draft_of_a_summary_is_the_persons_alone(db, as_user):
    scene = make_settled()
    service.write(acting(scene.cadres[0]), scene.sheet(), summary="只给自己看的草稿")
    assert "只给自己看" in text_of(as_user(scene.cadres[0]).get(scene.url()))
    for reader in (scene.org, scene.head, scene.deputy, scene.committee, scene.discipline):
        assert "只给自己看" not in text_of(as_user(reader).get(scene.url()))


def test_publicity_is_read_by_all_staff_of_the_town(db, as_user):
    scene = make_settled(cadres=2, places=1)
    decide(scene, grade=Grade.EXCELLENT)
    reader = as_user(scene.cadres[1])
    assert "李干部0" not in text_of(reader.get(YEAR_URL))
    service.publicise(scene.actor("org"), scene.plan, work_calendar())
    page = text_of(reader.get(YEAR_URL))
    assert "李干部0" in page and "优秀公示" in page and "公示到" in page


def test_the_workspace_says_the_places_in_a_sentence_and_ranks_nobody(db, as_user):
    scene = make_settled(cadres=2, places=8)
    decide(scene, grade=Grade.EXCELLENT)
    page = text_of(as_user(scene.org).get(YEAR_URL))
    assert "优秀 8 名中已拟 1 名" in page
    assert "排名" not in page and "得分" not in page
    assert "已拟 1 名" not in text_of(as_user(scene.cadres[1]).get(YEAR_URL))


def test_the_conflict_page_of_a_decision_gives_no_reason_away(db, as_user):
    scene = make_published()
    sanction(scene, Situation.WARNED)
    service.settle(scene.actor("org"), scene.plan)
    propose(scene)
    client = as_user(scene.committee)
    page = client.get(scene.url("decide")).text
    service.propose(scene.actor("deputy"), scene.sheet(), comment="改", grade=Grade.BASIC, improvement="改")
    response = client.post(scene.url("decide"), data={**hidden(page), "grade": "competent", "why": "讨论"})
    assert response.status_code == 409 and "处分决定" not in response.text


# --- the way through by hand


def test_from_the_first_draft_to_the_result_by_browser(db, as_user):
    scene = make_people()
    db.session.execute(sa.delete(Plan.metadata.tables["assessment_pool"]))
    db.session.execute(sa.delete(Plan))
    db.session.commit()
    org, cadre = as_user(scene.org), as_user(scene.cadres[0])
    response = org.submit("/assessments/new", year=str(YEAR), body="五个方面", document_no="9号")
    assert response.status_code == 303 and response.location == YEAR_URL
    assert org.submit(
        f"{YEAR_URL}/places/civil", percent="20", rounding="fixed", fixed="3", fixed_doc="云组〔2026〕3号"
    ).status_code == 303
    for step in ("consult", "publish", "draw", "settle"):
        fields = {"consult_note": "开会听取"} if step == "publish" else {}
        assert org.submit(f"{YEAR_URL}/{step}", **fields).status_code == 303, step
    scene.plan = db.session.scalars(sa.select(Plan)).one()
    assert scene.plan.status is PlanStatus.SETTLED
    assert cadre.submit(scene.url("write"), summary="今年修通了路").status_code == 303
    assert cadre.submit(scene.url("summarise")).status_code == 303
    assert as_user(scene.deputy).submit(
        scene.url("propose"), comment="踏实", grade="competent", improvement="多学"
    ).status_code == 303
    assert as_user(scene.committee).submit(scene.url("decide"), grade="competent").status_code == 303
    assert as_user(scene.head).submit(scene.url("conclude")).status_code == 303
    sheet = stored(scene.sheet())
    assert (sheet.status, sheet.final_grade) == (Status.CONCLUDED, Grade.COMPETENT)
    assert sheet.summary == "今年修通了路"


def test_the_head_concludes_all_that_is_ready_from_one_page(db, as_user):
    scene = make_settled()
    decide(scene)
    page = as_user(scene.head).get(f"{YEAR_URL}/conclude")
    assert "李干部0" in text_of(page)
    assert as_user(scene.head).submit(f"{YEAR_URL}/conclude").status_code == 303
    assert stored(scene.sheet()).status is Status.CONCLUDED


def test_places_and_charge_and_category_by_browser(db, as_user):
    scene = make_published(cadres=2)
    org = as_user(scene.org)
    assert org.submit(
        f"{YEAR_URL}/charge", unit_code=OFFICE_2, leader_id=str(scene.head.id)
    ).status_code == 303
    assert stored(scene.sheet()).leader_id == scene.head.id
    assert org.submit(scene.url("charge"), leader_id=str(scene.deputy.id)).status_code == 303
    assert stored(scene.sheet()).leader_id == scene.deputy.id
    assert org.submit(scene.url("classify"), situations=["warned", "demerit"], limit="").status_code == 303
    assert stored(scene.sheet()).situations == (Situation.WARNED, Situation.DEMERIT)
    assert org.submit(scene.url("leave", scene.cadres[1]), why="10 月调出").status_code == 303
    assert stored(scene.sheet(scene.cadres[1])).status is Status.LEFT


# --- mistakes


def test_what_was_typed_is_kept_when_something_is_missing(db, as_user):
    scene = make_settled()
    summarise(scene)
    response = as_user(scene.deputy).submit(scene.url("propose"), comment="踏实肯干", improvement="")
    assert response.status_code == 422
    page = text_of(response)
    assert "踏实肯干" in response.text and "请选一个等次" in page and "建议等次" in page
    assert "请写一两条要改进的地方" in page


def test_a_summary_that_is_too_long_comes_back_whole(db, as_user):
    scene = make_settled()
    text = "路" * 4001
    response = as_user(scene.cadres[0]).submit(scene.url("write"), summary=text)
    assert response.status_code == 422 and text in response.text
    assert "最多 4000 个字，您写了 4001 个" in text_of(response)


def test_over_the_places_the_page_names_the_number_and_the_way(db, as_user):
    scene = make_settled(cadres=2, places=1)
    decide(scene, scene.cadres[0], grade=Grade.EXCELLENT)
    propose(scene, scene.cadres[1], Grade.EXCELLENT)
    response = as_user(scene.committee).submit(scene.url("decide", scene.cadres[1]), grade="excellent")
    assert response.status_code == 422
    assert "优秀名额共 1 个，已拟 1 个" in text_of(response) and "县委组织部" in text_of(response)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"percent": "20", "rounding": "fixed"}, "请填写上级分配的名额数"),
        ({"percent": "20", "rounding": "fixed", "fixed": "3"}, "请填写名额分配表的文号"),
        ({"percent": "20", "rounding": "floor", "fixed": "三"}, "请填一个整数"),
        ({"percent": "40", "rounding": "floor"}, "请从列出的选项里选一个"),
        ({"percent": "25", "rounding": "floor"}, "改名额要有批准文号"),
    ],
)
def test_wrong_places_are_said_at_the_field(db, as_user, fields, said):
    scene = make_published()
    response = as_user(scene.org).submit(f"{YEAR_URL}/places/civil", **{"approval_doc": "", **fields})
    assert response.status_code == 422 and said in text_of(response)


def test_a_pool_that_is_none_is_not_found(db, as_user):
    scene = make_published()
    assert as_user(scene.org).get(f"{YEAR_URL}/places/village").status_code == 404


@pytest.mark.parametrize("grade", ["undetermined", "gold", ""])
def test_a_grade_that_is_not_offered_is_not_taken(db, as_user, grade):
    scene = make_settled()
    propose(scene)
    response = as_user(scene.org).submit(scene.url("decide"), grade=grade, why="x")
    assert response.status_code == 422 and stored(scene.sheet()).decided_grade is None


def test_the_same_proposal_sent_twice_is_one(db, as_user):
    scene = make_settled()
    summarise(scene)
    client = as_user(scene.deputy)
    written = {"comment": "好", "grade": "competent", "improvement": "学"}
    data = {**hidden(client.get(scene.url("propose")).text), **written}
    first, second = (client.post(scene.url("propose"), data=data) for _n in range(2))
    assert (first.status_code, second.status_code) == (303, 303) and second.location == first.location
    assert len(db.session.scalars(sa.select(Verdict)).all()) == 1


# --- leading members, by every address


SHEET_STEPS = (
    "decide", "conclude", "propose", "classify", "hand_up", "take_back", "leave", "receive_paper", "write",
    "summarise",
)
FILLED = {
    "grade": "excellent", "why": "x", "comment": "好", "improvement": "无", "limit": "", "summary": "x",
}


@pytest.mark.parametrize("step", SHEET_STEPS)
@pytest.mark.parametrize("who", ["org", "head", "committee", "deputy", "discipline"])
def test_no_address_grades_a_leading_member(db, as_user, step, who):
    scene = make_settled()
    client, url = as_user(getattr(scene, who)), scene.url(step, scene.deputy)
    shown = client.get(url)
    if shown.status_code == 200:
        answer = client.post(url, data={**hidden(shown.text), **FILLED})
        assert answer.status_code == 422
    else:
        assert shown.status_code in (403, 404)
    sheet = stored(scene.sheet(scene.deputy))
    assert sheet.status is Status.OUTSIDE
    assert (sheet.proposed_grade, sheet.decided_grade, sheet.final_grade) == (None, None, None)


def test_the_result_from_above_is_typed_in_by_org(db, as_user):
    scene = make_settled()
    url = scene.url("record_outside_result", scene.head)
    assert as_user(scene.org).submit(url, outside_result="", outside_doc="2号").status_code == 422
    assert as_user(scene.org).submit(url, outside_result="称职", outside_doc="2号").status_code == 303
    assert "称职" in text_of(as_user(scene.head).get(scene.url(user=scene.head)))
    assert "称职" not in text_of(as_user(scene.committee).get(scene.url(user=scene.head)))


def test_the_workspace_asks_the_database_few_questions(db, as_user):
    scene = make_settled(cadres=12, places=3)
    for user in scene.cadres[:3]:
        conclude(scene, user)
    client, asked = as_user(scene.org), []
    listen = lambda conn, cursor, statement, *rest: asked.append(statement)  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(YEAR_URL).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    questions = [text for text in asked if text.lstrip().upper().startswith("SELECT")]
    assert len(questions) <= 12, "\n".join(questions)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Appraisal)) == 17
