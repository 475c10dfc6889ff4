"""年度考核 through its door: each step succeeds, is refused, leaves its trace; the places hold under load."""

import threading
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE_2, make_user
from factories_assessments import (
    YEAR,
    acting,
    decide,
    make_people,
    make_published,
    make_settled,
    propose,
    publish,
    set_places,
    stored,
    summarise,
)

from tracker.assessments import queries, service
from tracker.assessments.models import Appraisal, Places, PlanText, Verdict
from tracker.assessments.rules import PlanStatus, Status
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.grades import Grade, Group, Limit, Situation
from tracker.domain.quota import Rounding
from tracker.domain.roles import Role
from tracker.people.models import User
from tracker.people.rules import Track
from tracker.store.audit import AuditEntry
from tracker.township.queries import work_calendar

E, C, B, U = Grade.EXCELLENT, Grade.COMPETENT, Grade.BASIC, Grade.UNDETERMINED


def last_entry(db, action):
    return db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq.desc())
    ).first()


# --- the plan


def test_a_plan_goes_from_draft_to_settled_and_freezes_its_rules(db):
    scene = make_people()
    assert scene.plan.status is PlanStatus.DRAFT and {p.group for p in scene.plan.pools} == set(Group)
    publish(scene)
    assert scene.plan.status is PlanStatus.PUBLISHED
    assert scene.plan.snapshot["publicity_workdays"] == 5
    service.settle(scene.actor("org"), scene.plan)
    assert scene.plan.status is PlanStatus.SETTLED
    assert last_entry(db, "plan.publish").changes["status"] == ["consulting", "published"]


def test_a_year_has_one_plan(db):
    scene = make_people()
    with pytest.raises(RuleBroken, match="已经有了"):
        service.create(scene.actor("org"), YEAR, PlanText())


def test_a_published_plan_is_not_revised(db):
    scene = make_published()
    with pytest.raises(RuleBroken, match="当前状态不能“改方案”"):
        service.revise(scene.actor("org"), scene.plan, PlanText())


@pytest.mark.parametrize("who", ["head", "deputy", "committee", "discipline"])
def test_only_org_moves_the_plan(db, who):
    scene = make_people()
    with pytest.raises(NotFound):
        service.consult(scene.actor(who), scene.plan)


def test_drawing_lists_everybody_and_hands_leading_members_up(db):
    scene = make_published(cadres=2)
    flagged = make_user(Role.CADRE, name="副科干部", is_leading_member=True)
    service.draw(scene.actor("org"), scene.plan)
    assert scene.sheet(scene.head).status is Status.OUTSIDE
    assert scene.sheet(scene.deputy).status is Status.OUTSIDE
    assert scene.sheet(flagged).status is Status.OUTSIDE
    assert scene.sheet(scene.org).status is Status.WAITING
    office = queries.sheets_in(scene.plan, Appraisal.unit_code == OFFICE_2)
    assert len(office) == 2 and {sheet.leader_id for sheet in office} == {scene.deputy.id}


def test_drawing_again_follows_the_staff_list_and_adds_nothing_twice(db):
    scene = make_published()
    before = len(queries.sheets_in(scene.plan))
    db.session.execute(
        sa.update(User)
        .where(User.id == scene.cadres[0].id)
        .values(is_leading_member=True, track=Track.INSTITUTION, job_title="副镇长")
    )
    db.session.commit()
    service.draw(scene.actor("org"), scene.plan)
    sheet = scene.sheet()
    assert len(queries.sheets_in(scene.plan)) == before
    assert (sheet.status, sheet.group, sheet.job_title) == (Status.OUTSIDE, Group.INSTITUTION, "副镇长")


def test_settling_fixes_the_base_of_each_pool_apart(db):
    scene = make_people(cadres=3, track=Track.INSTITUTION)
    publish(scene)
    service.settle(scene.actor("org"), scene.plan)
    bases = {pool.group: pool.base for pool in scene.plan.pools}
    # org, committee and discipline are civil servants; head and deputy are assessed above
    assert bases == {Group.CIVIL: 3, Group.INSTITUTION: 3, Group.OTHER: 0}


@pytest.mark.parametrize(("exclude", "base", "excluded"), [(False, 5, 0), (True, 4, 1)])
def test_ungraded_people_count_in_the_base_unless_the_plan_says_no(db, exclude, base, excluded):
    scene = make_people(cadres=2)
    service.revise(scene.actor("org"), scene.plan, PlanText(exclude_ungraded=exclude))
    publish(scene)
    service.classify(
        scene.actor("org"), scene.sheet(), situations=[Situation.PROBATION], limit=None, reason=""
    )
    service.settle(scene.actor("org"), scene.plan)
    pool = queries.pool_in(scene.plan.id, Group.CIVIL)
    assert (pool.base, pool.excluded) == (base, excluded)


def test_settling_asks_for_the_missing_leader_by_name(db):
    scene = make_people()
    make_user(Role.DEPUTY, name="第二副镇长")  # two equally near: nobody is chosen
    publish(scene)
    with pytest.raises(RuleBroken, match="李干部0"):
        service.settle(scene.actor("org"), scene.plan)
    for unit, _name in queries.unit_choices(scene.plan):
        service.charge(scene.actor("org"), scene.plan, unit_code=unit, leader_id=scene.deputy.id)
    service.settle(scene.actor("org"), scene.plan)
    assert scene.plan.status is PlanStatus.SETTLED


def test_a_leader_is_never_in_charge_of_himself(db):
    scene = make_published()
    with pytest.raises(RuleBroken, match="不能是本人"):
        service.charge_one(scene.actor("org"), scene.sheet(), leader_id=scene.cadres[0].id)


def test_rounding_up_needs_an_approval_before_the_population_is_settled(db):
    scene = make_people(cadres=5)  # eight civil servants: half up gives 2, the floor 1
    set_places(scene, Places(20, Rounding.HALF_UP))
    publish(scene)
    with pytest.raises(RuleBroken, match="须有批准依据"):
        service.settle(scene.actor("org"), scene.plan)
    set_places(scene, Places(20, Rounding.HALF_UP, approval_doc="云组复〔2026〕1号"))
    service.settle(scene.actor("org"), scene.plan)
    assert queries.pool_in(scene.plan.id, Group.CIVIL).quota.ceiling == 2


def test_places_do_not_sink_below_what_is_decided(db):
    scene = make_settled(cadres=2, places=1)
    decide(scene, grade=E)
    with pytest.raises(RuleBroken, match="多出 1 人"):
        set_places(scene, Places(20, Rounding.FIXED, 0, "云组〔2026〕4号"))
    assert queries.pool_in(scene.plan.id, Group.CIVIL).fixed == 1


# --- one person


def test_a_person_writes_submits_and_then_only_reads(db):
    scene = make_settled()
    sheet = summarise(scene)
    assert stored(sheet).status is Status.SUMMARISED and stored(sheet).summary.startswith("今年修通了")
    entry = last_entry(db, "assessment.summarise")
    assert entry.changes["status"] == ["waiting", "summarised"] and "summary" not in entry.changes
    with pytest.raises(RuleBroken, match="当前状态不能“写总结”"):
        service.write(acting(scene.cadres[0]), sheet, summary="改一改")


def test_nobody_writes_for_somebody_else(db):
    scene = make_settled(cadres=2)
    for other in (scene.cadres[1], scene.org, scene.head, scene.deputy):
        with pytest.raises(NotFound):
            service.write(acting(other), scene.sheet(), summary="代写")
    assert stored(scene.sheet()).summary == ""


def test_an_empty_summary_is_not_submitted(db):
    scene = make_settled()
    with pytest.raises(RuleBroken, match="还是空的"):
        service.summarise(acting(scene.cadres[0]), scene.sheet())


def test_nothing_moves_before_the_population_is_settled(db):
    scene = make_published()
    with pytest.raises(RuleBroken, match="还没有核定"):
        service.write(acting(scene.cadres[0]), scene.sheet(), summary="早了")


def test_a_summary_on_paper_is_recorded_by_org_not_by_oneself(db):
    scene = make_settled()
    service.receive_paper(scene.actor("org"), scene.sheet())
    assert stored(scene.sheet()).status is Status.SUMMARISED
    with pytest.raises(RuleBroken, match="您本人的考核"):
        service.receive_paper(scene.actor("org"), scene.sheet(scene.org))


def test_the_leader_in_charge_proposes_and_the_log_keeps_no_word_of_it(db):
    scene = make_settled()
    sheet = stored(propose(scene, grade=B))
    assert (sheet.status, sheet.proposed_grade, sheet.comment) == (Status.PROPOSED, B, "肯下村，办事实在。")
    changes = last_entry(db, "assessment.propose").changes
    assert set(changes) == {"status"}
    assert db.session.scalars(sa.select(Verdict.grade)).all() == [B]


def test_another_leader_does_not_even_find_the_sheet(db):
    scene = make_settled()
    sheet = summarise(scene)
    stranger = acting(make_user(Role.UNIT_HEAD, unit=OFFICE_2))
    with pytest.raises(NotFound):
        service.propose(stranger, sheet, comment="好", grade=C, improvement="无")
    with pytest.raises(RuleBroken, match="主管领导不是您"):
        service.propose(scene.actor("head"), sheet, comment="好", grade=C, improvement="无")


def test_a_comment_is_not_written_where_the_rules_forbid_it(db):
    scene = make_published()
    service.classify(
        scene.actor("discipline"), scene.sheet(), situations=[Situation.INVESTIGATED], limit=None, reason=""
    )
    service.settle(scene.actor("org"), scene.plan)
    sheet = summarise(scene)
    with pytest.raises(RuleBroken, match="不写评语"):
        service.propose(scene.actor("deputy"), sheet, comment="好", grade=U, improvement="无")
    service.decide(scene.actor("org"), sheet, grade=U, reason="")
    assert stored(sheet).decided_grade is U


def test_a_warning_bars_from_excellent_and_the_log_does_not_say_so(db):
    scene = make_published()
    service.classify(scene.actor("org"), scene.sheet(), situations=[Situation.WARNED], limit=None, reason="")
    assert last_entry(db, "assessment.classify").changes == {}
    service.settle(scene.actor("org"), scene.plan)
    with pytest.raises(RuleBroken) as broken:
        propose(scene, grade=E)
    assert "警告" not in str(broken.value)


def test_nobody_classifies_himself_and_an_override_is_explained(db):
    scene = make_published()
    with pytest.raises(RuleBroken, match="您本人的考核"):
        service.classify(
            scene.actor("org"), scene.sheet(scene.org), situations=[], limit=None, reason=""
        )
    with pytest.raises(RuleBroken, match="写明理由"):
        service.classify(
            scene.actor("org"), scene.sheet(), situations=[Situation.DEMERIT], limit=Limit.FREE, reason=""
        )
    service.classify(
        scene.actor("org"), scene.sheet(), situations=[Situation.DEMERIT], limit=Limit.FREE, reason="处分撤销"
    )
    assert stored(scene.sheet()).limit is Limit.FREE


def test_without_the_leaders_word_nothing_is_decided(db):
    scene = make_settled()
    sheet = summarise(scene)
    with pytest.raises(RuleBroken, match="还没有写评鉴"):
        service.decide(scene.actor("committee"), sheet, grade=C, reason="")


def test_the_committee_decides_otherwise_only_with_a_reason(db):
    scene = make_settled()
    sheet = propose(scene, grade=E)
    with pytest.raises(RuleBroken, match="写明理由"):
        service.decide(scene.actor("committee"), sheet, grade=C, reason="")
    service.decide(scene.actor("committee"), sheet, grade=C, reason="委员会讨论，实绩还不突出")
    history = db.session.scalars(sa.select(Verdict).order_by(Verdict.id)).all()
    assert [(one.status, one.grade) for one in history] == [(Status.PROPOSED, E), (Status.DECIDED, C)]


@pytest.mark.parametrize("who", ["org", "committee"])
def test_nobody_decides_on_himself(db, who):
    scene = make_settled()
    sheet = propose(scene, getattr(scene, who))
    with pytest.raises(RuleBroken, match="您本人的考核"):
        service.decide(scene.actor(who), sheet, grade=C, reason="")


def test_one_more_excellent_than_places_is_refused_with_the_way_to_more(db):
    scene = make_settled(cadres=2)  # five civil servants: one place
    decide(scene, scene.cadres[0], grade=E)
    sheet = propose(scene, scene.cadres[1], grade=E)
    with pytest.raises(RuleBroken) as broken:
        service.decide(scene.actor("org"), sheet, grade=E, reason="")
    assert "共 1 个，已拟 1 个" in str(broken.value) and "批准" in str(broken.value)
    assert stored(sheet).status is Status.PROPOSED
    set_places(scene, Places(25, Rounding.HALF_UP, approval_doc="云组复〔2026〕5号"))
    set_places(scene, Places(20, Rounding.FIXED, 2, "云组〔2026〕6号", "云组复〔2026〕6号"))
    service.decide(scene.actor("org"), sheet, grade=E, reason="")
    assert stored(sheet).decided_grade is E


def test_pools_are_not_mixed(db):
    scene = make_people(cadres=4, track=Track.INSTITUTION)
    publish(scene)
    service.settle(scene.actor("org"), scene.plan)
    sheet = propose(scene, grade=E)
    with pytest.raises(RuleBroken, match="事业单位工作人员的优秀名额共 0 个"):
        service.decide(scene.actor("org"), sheet, grade=E, reason="")  # 3 + 4 together would give one


def test_excellent_waits_for_its_publicity(db):
    with time_machine.travel("2026-02-12 10:00 +0800", tick=True):
        scene = make_settled(cadres=2, places=1)
        sheet = decide(scene, grade=E)
        with pytest.raises(RuleBroken, match="先公示"):
            service.conclude(scene.actor("head"), sheet)
        service.publicise(scene.actor("org"), scene.plan, work_calendar())
        assert stored(sheet).publicity_ends_on == date(2026, 2, 26)
    with time_machine.travel("2026-02-26 10:00 +0800"), pytest.raises(RuleBroken, match="过了这一天"):
        service.conclude(scene.actor("head"), sheet)
    with time_machine.travel("2026-02-27 10:00 +0800", tick=True):
        service.conclude(scene.actor("head"), sheet)
    assert (stored(sheet).status, stored(sheet).final_grade) == (Status.CONCLUDED, E)


def test_an_objection_leads_to_another_decision_and_frees_the_place(db):
    scene = make_settled(cadres=2, places=1)
    sheet = decide(scene, grade=E)
    service.publicise(scene.actor("org"), scene.plan, work_calendar())
    service.decide(scene.actor("committee"), sheet, grade=C, reason="公示中有人反映，核实属实")
    assert (stored(sheet).status, stored(sheet).publicity_ends_on) == (Status.DECIDED, None)
    assert queries.excellent_count(scene.plan.id, Group.CIVIL) == 0


def test_the_head_concludes_all_that_is_ready_at_once(db):
    scene = make_settled(cadres=3, places=1)
    plain, other = decide(scene, scene.cadres[0]), decide(scene, scene.cadres[1], grade=B)
    shown = decide(scene, scene.cadres[2], grade=E)
    service.conclude_ready(scene.actor("head"), scene.plan)
    assert {stored(s).status for s in (plain, other)} == {Status.CONCLUDED}
    assert stored(shown).status is Status.DECIDED
    with pytest.raises(RuleBroken, match="没有可以确定的结果"):
        service.conclude_ready(scene.actor("head"), scene.plan)


@pytest.mark.parametrize("who", ["org", "committee", "deputy", "discipline"])
def test_only_the_head_concludes(db, who):
    scene = make_settled()
    sheet = decide(scene)
    with pytest.raises(NotFound):
        service.conclude(scene.actor(who), sheet)


def test_no_step_brings_a_leading_member_to_a_grade(db):
    scene = make_settled()
    sheet = scene.sheet(scene.deputy)
    for deed in (
        lambda: service.decide(scene.actor("org"), sheet, grade=C, reason=""),
        lambda: service.decide(scene.actor("committee"), sheet, grade=E, reason=""),
        lambda: service.conclude(scene.actor("head"), sheet),
        lambda: service.take_back(scene.actor("org"), sheet),
        lambda: service.receive_paper(scene.actor("org"), sheet),
        lambda: service.summarise(scene.actor("deputy"), sheet),
        lambda: service.propose(scene.actor("head"), sheet, comment="好", grade=C, improvement="无"),
    ):
        with pytest.raises(RuleBroken):
            deed()
    assert stored(sheet).status is Status.OUTSIDE and stored(sheet).decided_grade is None


def test_somebody_who_became_a_leading_member_meanwhile_is_not_graded(db):
    scene = make_settled()
    sheet = propose(scene)
    db.session.execute(sa.update(User).where(User.id == scene.cadres[0].id).values(is_leading_member=True))
    db.session.commit()
    with pytest.raises(RuleBroken, match="由主管机关考核"):
        service.decide(scene.actor("org"), sheet, grade=C, reason="")
    service.hand_up(scene.actor("org"), sheet)
    assert stored(sheet).proposed_grade is None


def test_the_result_from_above_is_recorded_as_it_came(db):
    scene = make_settled()
    sheet = scene.sheet(scene.head)
    service.record_outside_result(scene.actor("org"), sheet, result="称职", document="云委组〔2027〕2号")
    sheet = stored(sheet)
    assert (sheet.status, sheet.outside_result, sheet.final_grade) == (Status.RECORDED, "称职", None)


def test_the_database_itself_refuses_a_grade_for_a_leading_member(db):
    scene = make_settled()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.update(Appraisal).where(Appraisal.id == scene.sheet(scene.head).id).values(final_grade=E)
        )
    db.session.rollback()


def test_whoever_leaves_frees_the_place(db):
    scene = make_settled(cadres=2, places=1)
    sheet = decide(scene, grade=E)
    service.leave(scene.actor("org"), sheet, reason="12 月调县里")
    assert queries.excellent_count(scene.plan.id, Group.CIVIL) == 0
    assert stored(sheet).status is Status.LEFT


def test_the_year_closes_only_when_everybody_has_a_result(db):
    scene = make_settled()
    for user in (scene.cadres[0], scene.org, scene.committee, scene.discipline):
        sheet = propose(scene, user)
        by = "committee" if user is scene.org else "org"
        service.decide(scene.actor(by), sheet, grade=C, reason="")
    service.conclude_ready(scene.actor("head"), scene.plan)
    with pytest.raises(RuleBroken, match="还有 2 人没有结果"):
        service.close(scene.actor("org"), scene.plan)
    for user in (scene.head, scene.deputy):
        service.record_outside_result(scene.actor("org"), scene.sheet(user), result="称职", document="2号")
    service.close(scene.actor("org"), scene.plan)
    assert scene.plan.status is PlanStatus.CLOSED


def test_forty_at_once_for_eight_places_and_eight_have_them(db, app):
    """security.md P24: the places are counted inside the transaction that gives the grade."""
    scene = make_settled(cadres=40, places=8)
    sheets = [propose(scene, user, E).id for user in scene.cadres]
    org, start, refused, given = scene.actor("org"), threading.Barrier(len(sheets)), [], []

    def decide_one(sheet_id: int) -> None:
        with app.app_context():
            start.wait(timeout=30)
            sheet = queries.sheet_of(org, "assessment.decide", YEAR, sheet_id)
            try:
                service.decide(org, sheet, grade=E, reason="")
            except RuleBroken as broken:
                refused.append(str(broken))
            else:
                given.append(sheet_id)

    db.session.rollback()  # the main thread holds no connection while the others work
    threads = [threading.Thread(target=decide_one, args=(sheet_id,)) for sheet_id in sheets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    assert queries.excellent_count(scene.plan.id, Group.CIVIL) == len(given) == 8
    assert len(refused) == 32 and all("共 8 个，已拟 8 个" in text for text in refused)
