"""Official forms (表样): checked, matched, versioned, filled with what the reader may read, and no more."""

import io
import zipfile
from typing import Any

import pytest
from factories import HALL, OFFICE_2, make_actor, make_user
from factories_assessments import acting, conclude, decide, make_settled, propose, summarise
from factories_blanks import CARD, hand_in, make_blank, mapped, opened, ours, texts, workbook
from factories_hall import make_item, make_task
from factories_visits import PHONE, make_household, make_link, make_visit

from tracker.assessments import service as assessments
from tracker.blanks import queries, service
from tracker.blanks.rules import SHIPPED, Bundle, UnfitForm
from tracker.blanks.service import Upload, Wanted
from tracker.blanks.sources import SOURCES
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.grades import Grade, Limit, Situation
from tracker.domain.roles import Role
from tracker.excel.form.fill import scan
from tracker.excel.form.source import field_names
from tracker.exports import service as exports
from tracker.exports.rules import Status
from tracker.hall import service as hall
from tracker.problems.service import Raised
from tracker.store import audit, files
from tracker.store.audit import AuditEntry
from tracker.store.jobs import Job
from tracker.store.jobs import Status as JobStatus

PURPOSE = "打印后签字"


def filled(actor: Any, name: str, *ids: int, purpose: str = PURPOSE, **choice: Any) -> Any:
    """The export of these forms, made."""
    wanted = Wanted(queries.form_of(actor, name), ids, **choice)
    return service.fill_now(actor, wanted, purpose)


def file_of(export: Any) -> bytes:
    place = files.path_of(files.RESULTS, export.file)
    assert place is not None
    return place.read_bytes()


def words(actor: Any, name: str, *ids: int, **choice: Any) -> list[str]:
    return texts(opened(file_of(filled(actor, name, *ids, **choice))))


def last_entry(db: Any) -> AuditEntry:
    return db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()


# --- the forms that come with the product


@pytest.mark.parametrize("name", SHIPPED)
def test_every_mark_of_our_own_forms_is_a_field_of_its_source(name):
    scanned = scan(ours(name))
    assert not scanned.problems
    assert {mark.name for mark in scanned.marks} <= set(field_names(SOURCES[SHIPPED[name].source]))


def test_no_form_is_told_twice_and_every_source_has_one():
    assert {one.source for one in SHIPPED.values()} == set(SOURCES)
    assert len({one.title for one in SHIPPED.values()}) == len(SHIPPED)


# --- handing in


def test_a_form_is_handed_in_matched_and_taken_into_use_with_an_audit_entry_each(db):
    clerk = make_actor()
    draft = hand_in(clerk, title="我镇的走访卡")
    assert last_entry(db).action == "blank.edit" and last_entry(db).kind == "blank_draft"
    reading = service.read_draft(draft)
    service.map_marks(clerk, draft, {one.mark: one.field for one in reading.questions})
    blank = service.take_into_use(clerk, draft)
    assert (blank.title, blank.source) == ("我镇的走访卡", "household")
    assert blank.current == 1 and blank.is_active
    kinds = [row.kind for row in db.session.query(AuditEntry).order_by(AuditEntry.seq)]
    assert kinds[-3:] == ["blank_draft", "blank", "blank_version"]
    version = queries.versions_of(blank)[0]
    assert version.file == ours("visit-card") and version.note == "县里发的新版"
    assert "file" not in last_entry(db).changes and version.sha256 in str(last_entry(db).changes)
    assert files.path_of(files.INCOMING, draft.file) is None


def test_equal_names_are_matched_near_ones_offered_and_unknown_ones_named_by_their_cell(db):
    reading = service.read_draft(hand_in(make_actor(), workbook(CARD)))
    found = {one.mark: (one.field, one.is_guess) for one in reading.questions}
    assert found["村组"] == ("村组", False)
    assert found["户主姓名"] == ("户主", True)
    assert found["走访记录.走访日期"] == ("走访.日期", True)
    assert found["没有这一项"] == ("", False)
    assert any("A4" in one.cell and "没有这一项" in one.message for one in reading.problems)


BAD = {
    "a Word document": (b"PK\x03\x04 no workbook at all", "损坏"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
    "a list of text": ("姓名,电话\n张三,1".encode(), ".xlsx"),
    "too large": (b"PK\x03\x04" + b"\0" * (5 * 1024 * 1024), "5 MB"),
    "nothing": (b"", ".xlsx"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_form_is_refused_with_its_reason_and_leaves_nothing(db, what):
    data, said = BAD[what]
    clerk = make_actor()
    before = db.session.query(AuditEntry).count()
    with pytest.raises(RuleBroken) as broken:
        service.hand_in(clerk, Upload("一张表", "household", data, "表.xlsx"))
    assert said in str(broken.value) and broken.value.field == "file"
    assert db.session.query(AuditEntry).count() == before and not queries.forms_of(clerk)[4:]


def with_parts(data: bytes, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def test_macros_are_refused_with_the_reason(db):
    data = with_parts(workbook(CARD), **{"xl/vbaProject.bin": b"x"})
    with pytest.raises(RuleBroken, match="宏"):
        hand_in(make_actor(), data)


def test_every_problem_is_told_at_once_each_by_its_cell(db):
    bad = workbook({"A1": "{户主", "B2": "{户主|没有这种写法}", "C3": "{户主}"})
    with pytest.raises(UnfitForm) as unfit:
        hand_in(make_actor(), bad)
    cells = [cell for cell, _message in unfit.value.problems]
    assert [cell.partition("!")[2] for cell in cells] == ["A1", "B2"]


def test_a_form_without_marks_is_refused(db):
    with pytest.raises(UnfitForm, match="1 处"):
        hand_in(make_actor(), workbook({"A1": "走访登记卡"}))


def test_two_forms_of_one_name_are_refused_but_a_form_may_replace_ours_under_its_name(db):
    clerk = make_actor()
    with pytest.raises(RuleBroken, match="已经有一张表叫"):
        hand_in(clerk, title="走访登记卡")
    blank = make_blank(clerk, title="走访登记卡", shipped="visit-card")
    assert blank.shipped == "visit-card" and queries.form_of(clerk, "visit-card").blank is not None


def test_only_those_who_keep_forms_may(db):
    cadre, neighbour = make_actor(Role.CADRE), make_actor(unit="990101002")
    with pytest.raises(NotFound):
        hand_in(cadre)
    blank = make_blank(make_actor())
    for actor in (cadre, neighbour):
        with pytest.raises(NotFound):
            service.stop(actor, blank)
    assert str(blank.id) not in [one.key for one in queries.forms_of(neighbour)]


@pytest.mark.parametrize(
    "mapping", [{"户主": ""}, {"户主": "没有这个字段"}, {"表.甲": "走访.日期", "表.乙": "户主"}]
)
def test_a_mapping_that_cannot_be_is_refused(db, mapping):
    clerk = make_actor()
    draft = hand_in(clerk)
    with pytest.raises(RuleBroken):
        service.map_marks(clerk, draft, mapping)
    db.session.rollback()
    assert not queries.draft_of(clerk, draft.id).is_mapped


def test_a_draft_becomes_one_version_only_and_not_before_it_is_matched(db):
    clerk = make_actor()
    draft = hand_in(clerk)
    with pytest.raises(RuleBroken, match="先对好标记"):
        service.take_into_use(clerk, draft)
    draft = mapped(clerk, title="另一张")
    service.take_into_use(clerk, draft)
    with pytest.raises(RuleBroken):
        service.take_into_use(clerk, draft)


# --- versions


def test_a_second_version_is_used_and_the_first_can_be_gone_back_to(db):
    clerk = make_actor()
    blank = make_blank(clerk)
    make_blank(clerk, workbook({"A1": "第二版 {户主}"}), blank=blank, title=blank.title)
    assert [one.number for one in queries.versions_of(blank)] == [2, 1] and blank.current == 2
    service.use_version(clerk, blank, 1)
    assert queries.data_of(queries.form_of(clerk, str(blank.id))) == ours("visit-card")
    assert last_entry(db).changes["current"] == [2, 1]
    assert len(queries.versions_of(blank)) == 2
    with pytest.raises(NotFound):
        service.use_version(clerk, blank, 0)


def test_the_towns_version_stands_for_ours_until_it_goes_back_or_is_put_aside(db):
    clerk = make_actor()
    blank = make_blank(clerk, workbook({"A1": "镇里的 {户主}"}), shipped="visit-card", title="走访登记卡")
    assert queries.form_of(clerk, "visit-card").number == 1
    service.use_version(clerk, blank, 0)
    assert queries.data_of(queries.form_of(clerk, "visit-card")) == ours("visit-card")
    service.use_version(clerk, blank, 1)
    service.stop(clerk, blank)
    assert queries.form_of(clerk, "visit-card").blank is None
    assert [one.title for one in queries.stopped(clerk)] == ["走访登记卡"]
    service.resume(clerk, blank)
    assert queries.form_of(clerk, "visit-card").number == 1
    assert len(queries.forms_of(clerk)) == len(SHIPPED)


def test_a_form_is_renamed(db):
    clerk = make_actor()
    blank = make_blank(clerk, title="我镇的走访卡")
    service.rename(clerk, blank, title="民情登记卡")
    assert last_entry(db).changes["title"] == ["我镇的走访卡", "民情登记卡"]
    with pytest.raises(RuleBroken, match="已经有"):
        service.rename(clerk, blank, title="民主测评表")


def test_what_was_ordered_comes_in_the_version_that_was_ordered(db):
    clerk, household = make_actor(), make_household()
    blank = make_blank(clerk, workbook({"A1": "老版 {户主}"}))
    wanted = Wanted(queries.form_of(clerk, str(blank.id)), (household.id,))
    export = service.order(clerk, wanted, PURPOSE)
    make_blank(clerk, workbook({"A1": "新版 {户主}"}), blank=blank, title=blank.title)
    exports.make(clerk, export)
    assert texts(opened(file_of(export))) == ["老版 欧阳**"]


# --- the sample


def test_the_sample_shows_the_first_record_or_the_names_of_the_fields(db):
    clerk = make_actor()
    draft = mapped(clerk, workbook(CARD))
    empty = service.sample(clerk, draft)
    assert empty.title == "" and "户主" in texts(opened(empty.data))
    make_household(phone=PHONE)
    shown = service.sample(clerk, draft)
    assert "欧阳**" in texts(opened(shown.data)) and "欧阳**" in shown.title


def test_the_sample_takes_a_record_whose_lists_have_rows(db):
    clerk = make_actor()
    make_household(name="王秀英")
    visited = make_household(name="欧阳修文")
    make_visit(make_actor(Role.CADRE), visited)
    shown = service.sample(clerk, mapped(clerk, workbook(CARD)))
    assert "欧阳**" in shown.title


# --- what stands in the forms


def test_a_registration_form_holds_what_is_recorded_and_leaves_the_rest_to_the_pen(db):
    scene = make_settled()
    sheet = conclude(scene)
    org = scene.actor("org")
    export = filled(org, "assessment-form", sheet.id)
    said = texts(opened(file_of(export)))
    assert {"李干部0", "今年修通了二组的路，走访了八十户。", "第四季度"} <= set(said)
    assert any("肯下村" in one for one in said) and any("称职" in one for one in said)
    assert not [one for one in said if "{" in one or one == "None"]
    assert (export.row_count, export.caption, export.title) == (1, "李干部0", "年度考核登记表")


def test_grades_and_comments_come_only_to_whom_the_sheet_shows_them(db):
    scene = make_settled()
    sheet = decide(scene)
    everything = words(scene.actor("org"), "assessment-form", sheet.id)
    own = words(acting(scene.cadres[0]), "assessment-form", sheet.id)
    leader = words(scene.actor("deputy"), "assessment-form", sheet.id)
    assert any("拟定为" in one for one in everything)
    assert not [one for one in own if "拟定为" in one or "肯下村" in one]
    assert any("肯下村" in one for one in leader) and not [one for one in leader if "拟定为" in one]


def test_somebody_elses_sheet_is_not_filled_and_others_leaders_neither(db):
    scene = make_settled(cadres=2)
    sheet = scene.sheet(scene.cadres[1])
    for actor in (acting(scene.cadres[0]), make_actor(Role.UNIT_HEAD, unit=OFFICE_2)):
        with pytest.raises(RuleBroken, match="看不到"):
            filled(actor, "assessment-form", sheet.id)


def test_the_reason_for_no_grade_is_for_the_personnel_office_discipline_and_the_person(db):
    scene = make_settled()
    sheet = scene.sheet()
    assessments.classify(
        scene.actor("org"), sheet, situations=[Situation.PROBATION], limit=Limit.UNDETERMINED,
        reason="试用期未满",
    )
    reason = "试用期"
    for who in ("org", "discipline"):
        assert any(reason in one for one in words(scene.actor(who), "assessment-form", sheet.id))
    assert any(reason in one for one in words(acting(scene.cadres[0]), "assessment-form", sheet.id))
    assert not any(reason in one for one in words(scene.actor("head"), "assessment-form", sheet.id))


def test_a_ballot_lists_everybody_of_the_group_and_nothing_about_them(db):
    scene = make_settled(cadres=3)
    propose(scene, grade=Grade.EXCELLENT)
    pool = next(one for one in scene.plan.pools if one.group.value == "civil")
    said = words(scene.actor("org"), "ballot", pool.id, purpose="")
    assert {"李干部0", "李干部1", "李干部2"} <= set(said) and not [one for one in said if "肯下村" in one]
    with pytest.raises(Forbidden):
        filled(acting(scene.cadres[0]), "ballot", pool.id)


def test_a_card_is_masked_for_everybody_until_somebody_else_agrees(db):
    household = make_household(phone=PHONE, address="石门村第一组 12 号", cares="困难户")
    cadre = make_actor(Role.CADRE)
    make_link(cadre, household)
    make_visit(cadre, household, problems=(Raised("井水发浑，找我 13812345678"),))
    said = words(cadre, "visit-card", household.id)
    joined = " ".join(said)
    assert "欧阳**" in joined and "138****5678" in joined and "待交办" in joined
    assert not [one for one in ("欧阳修文", PHONE, "12 号", "困难户") if one in joined]
    export = filled(cadre, "visit-card", household.id, is_unmasked=True)
    assert export.status is Status.WAITING and not export.file
    exports.approve(make_actor(Role.HEAD), export)
    exports.start(cadre, export)
    joined = " ".join(texts(opened(file_of(export))))
    assert "欧阳修文" in joined and PHONE in joined and "困难户" in joined
    assert "井水发浑，找我 138****5678" in joined


def test_a_card_shows_only_the_visits_the_reader_may_read(db):
    household, cadre, other = make_household(), make_actor(Role.CADRE), make_actor(Role.CADRE)
    make_link(cadre, household)
    make_visit(cadre, household, words="路不好走")
    make_visit(other, household, words="灯不亮")
    assert "路不好走" in words(cadre, "visit-card", household.id)
    assert "灯不亮" not in words(cadre, "visit-card", household.id)
    assert {"路不好走", "灯不亮"} <= set(words(make_actor(), "visit-card", household.id))


def test_only_households_one_may_look_at_in_full_come_unmasked(db):
    mine, other = make_household(name="欧阳修文"), make_household(name="周桂兰")
    cadre = make_actor(Role.CADRE)
    make_link(cadre, mine)
    make_visit(cadre, other)
    export = filled(cadre, "visit-card", mine.id, other.id, is_unmasked=True)
    exports.approve(make_actor(Role.HEAD), export)
    exports.start(cadre, export)
    joined = " ".join(texts(opened(file_of(export))))
    assert "欧阳修文" in joined and "周桂兰" not in joined


def test_a_resident_gets_the_own_notice_at_once_with_the_own_name(db):
    window = make_user(Role.WINDOW, unit=HALL)
    task = make_task(make_item(), by=window)
    clerk = acting(window)
    hall.accept(clerk, task, handed_in=["身份证", "户口簿"])
    export = filled(clerk, "acceptance-notice", task.id, purpose="")
    said = " ".join(texts(opened(file_of(export))))
    assert "王秀英" in said and "户口簿" in said and "高龄津贴申领" in said
    assert export.status is Status.MADE and export.purpose == "受理后交给申请人"
    assert "王秀英" not in export.caption + export.download_name


def test_notices_of_several_need_a_purpose_and_are_masked(db):
    window = make_user(Role.WINDOW, unit=HALL)
    clerk, item = acting(window), make_item(asks_id=False)
    tasks = [make_task(item, by=window, applicant=name) for name in ("王秀英", "周桂兰")]
    for task in tasks:
        hall.accept(clerk, task, handed_in=["身份证", "户口簿"])
    ids = [task.id for task in tasks]
    with pytest.raises(RuleBroken) as broken:
        filled(clerk, "acceptance-notice", *ids, purpose="")
    assert broken.value.field == "purpose"
    joined = " ".join(words(clerk, "acceptance-notice", *ids))
    assert "王**" in joined and "王秀英" not in joined


def test_who_does_not_deal_with_applicants_gets_the_notice_masked(db):
    window = make_user(Role.WINDOW, unit=HALL)
    task = make_task(make_item(), by=window)
    hall.accept(acting(window), task, handed_in=["身份证", "户口簿"])
    said = " ".join(words(make_actor(Role.HEAD), "acceptance-notice", task.id, purpose=""))
    assert "王**" in said and "王秀英" not in said


def test_an_application_that_was_not_accepted_has_no_notice(db):
    window = make_user(Role.WINDOW, unit=HALL)
    task = make_task(make_item(), by=window)
    with pytest.raises(RuleBroken, match="看不到"):
        filled(acting(window), "acceptance-notice", task.id)


# --- the register


def test_the_register_the_audit_log_and_the_file_know_each_other(db):
    scene = make_settled()
    export = filled(scene.actor("org"), "assessment-form", summarise(scene).id)
    facts = opened(file_of(export)).properties
    assert (facts.title, facts.creator) == ("年度考核登记表", "周组织")
    assert (facts.subject, facts.keywords) == (PURPOSE, export.number)
    assert export.number.startswith("导出-") and export.source == "blank:assessment-form:0"
    entry = last_entry(db)
    assert entry.action == "export.make" and export.sha256 in str(entry.changes)
    assert audit.verify().first_bad is None


def test_sixty_people_are_filled_by_the_worker_a_sheet_each(db):
    scene = make_settled(cadres=60)
    ids = [scene.sheet(cadre).id for cadre in scene.cadres]
    export = filled(scene.actor("org"), "assessment-form", *ids)
    job = db.session.get(Job, export.job_id)
    assert (job.kind, job.status, job.message) == ("fill", JobStatus.DONE, "做好了，共 60 份")
    db.session.refresh(export)
    book = opened(file_of(export))
    assert export.row_count == 60 and export.caption == "60 人"
    assert [sheet.title for sheet in book] == [f"李干部{n}" for n in range(60)]


def test_one_file_each_in_a_zip_and_every_one_opens(db):
    scene = make_settled(cadres=3)
    ids = [scene.sheet(cadre).id for cadre in scene.cadres]
    export = filled(scene.actor("org"), "assessment-form", *ids, bundle=Bundle.FILES)
    assert export.download_name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(file_of(export))) as archive:
        assert archive.namelist() == ["李干部0.xlsx", "李干部1.xlsx", "李干部2.xlsx"]
        for name in archive.namelist():
            book = opened(archive.read(name))
            assert name.removesuffix(".xlsx") in texts(book) and book.properties.keywords == export.number


def test_two_of_one_name_come_as_two_files(db):
    clerk = make_actor()
    households = [make_household(name="欧阳修文"), make_household(village="990101001202", name="周桂兰")]
    export = filled(clerk, "visit-card", *[one.id for one in households], bundle=Bundle.FILES)
    with zipfile.ZipFile(io.BytesIO(file_of(export))) as archive:
        assert archive.namelist() == ["石门村001户.xlsx", "桃源村001户.xlsx"]


def test_what_cannot_be_seen_any_more_is_left_out_and_nobody_left_is_refused(db):
    scene = make_settled(cadres=2)
    ids = [scene.sheet(cadre).id for cadre in scene.cadres]
    own = acting(scene.cadres[0])
    export = filled(own, "assessment-form", *ids, 999_999)
    assert export.row_count == 1
    with pytest.raises(RuleBroken) as broken:
        filled(own, "assessment-form", 999_999)
    assert broken.value.field == "who"


def test_too_many_at_once_are_refused(db):
    make_household()
    with pytest.raises(RuleBroken, match="看不到"):
        filled(make_actor(), "visit-card", *range(10_000, 10_400))


def test_nobody_fills_from_records_of_which_the_role_sees_none(db):
    task = make_task()
    before = audit.verify().count
    with pytest.raises(Forbidden):
        filled(make_actor(Role.ORG), "acceptance-notice", task.id)
    assert audit.verify().count > before
