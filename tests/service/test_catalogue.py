"""The catalogue below its pages: versions by date, sheets old and new, finding, 代办点, the two reports."""

from datetime import date

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, OTHER_TOWN, TOWN, VILLAGE, make_actor, make_town, make_user
from factories_forms import second_town
from factories_hall import SIX, actor_for, item_facts, make_item, make_point
from factories_imports import upload

from tracker.catalogue import queries, service
from tracker.catalogue.models import AgencyPoint, ServiceItem, ServiceVersion
from tracker.catalogue.reports import CATALOGUE, CHANGES
from tracker.catalogue.rules import HEADINGS, Audience, GapRule, Kind, Material
from tracker.catalogue.rules import Status as ItemStatus
from tracker.catalogue.service.points import PointFacts
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.excel.report import Period, cell_values
from tracker.imports import service as imports
from tracker.imports.rules import Status
from tracker.people.queries import user_by_id
from tracker.store.action import action
from tracker.store.audit import history_of
from tracker.township.queries import unit_of

pytestmark = pytest.mark.usefixtures("db")
OLD_SHEET = (
    "事项编码", "事项名称", "事项类型", "主题", "实施部门", "办件类型", "服务内容", "办理流程",
    "办理方式", "办理时间", "办理地点", "办理人员", "受理条件", "设定依据", "收费", "法定时限", "承诺时限",
    "咨询电话", "要身份证", "申请材料", "公布",
)
"""The headings as they were before the guide grew."""


def at(day):
    return time_machine.travel(f"{day}T10:00:00+08:00", tick=False)


def head():
    return make_actor(Role.WINDOW_HEAD, unit=HALL)


def row_of(headings, **cells):
    """One row of a sheet: {column: cell} in the order of its headings."""
    return tuple(cells.get(HEADINGS[one], "") for one in headings)


def public_cells(**changes):
    return {
        "code": "A1", "name": "高龄津贴", "kind": "承诺件", "promised_workdays": "5", **SIX,
        "is_published": "是", "materials_text": "身份证｜复印件\n户口簿", **changes,
    }


def brought(*rows, headings=tuple(HEADINGS)):
    """The county's list, taken in; who did it, and the batch."""
    actor = head()
    batch = upload(actor, headings, *rows, kind="services", name="事项.xlsx")
    imports.take(actor, batch)
    assert batch.status is Status.IMPORTED, batch.message
    return actor, batch


# --- versions


def test_the_first_publication_is_version_one_and_a_change_of_the_guide_the_next():
    with at("2026-03-02"):
        photo = Material("照片", is_required=False)
        item = make_item(materials=[Material("身份证"), Material("户口簿"), photo])
    changed = {"materials": [Material("身份证")], "promised_workdays": 3, "procedure": "收件，发放"}
    with at("2026-05-08"):
        service.edit_item(head(), item, item_facts(code=item.code, **changed), reason="县里查得到")
    newest, first = queries.versions(item)
    assert (first.number, first.since, first.changed) == (1, date(2026, 3, 2), {})
    assert (newest.number, newest.since, newest.reason) == (2, date(2026, 5, 8), "县里查得到")
    assert (newest.materials_less, newest.steps_less, newest.workdays_less) == (1, 1, 2)
    assert newest.less == ["少交 1 样材料", "少 1 个环节", "快 2 个工作日"]
    assert {"不用再交：户口簿", "不用再交：照片"} == set(
        next(one for one in newest.changes if one.lines).lines
    )
    assert item.number == 2 and first.facts["promised_workdays"] == "5"


def test_more_papers_and_days_are_said_as_plainly_as_less():
    item = make_item(materials=[Material("身份证")], promised_workdays=3)
    more = [Material("身份证", "原件"), Material("收入证明", source="村委会")]
    service.edit_item(head(), item, {"code": item.code, "materials": more, "promised_workdays": 4})
    newest = queries.versions(item)[0]
    assert newest.less == ["多交 1 样材料", "慢 1 个工作日"]
    assert [one.lines for one in newest.changes if one.lines] == [
        ("身份证 改成 身份证（原件，1 份）", "新要：收入证明")
    ]


def test_what_residents_do_not_read_and_what_nobody_changed_make_no_version():
    item = make_item()
    service.edit_item(head(), item, {"code": item.code, "everyday_words": "老人钱"})
    service.edit_item(head(), item, {"code": item.code, "name": item.name})
    assert item.number == 1 and len(queries.versions(item)) == 1


def test_a_draft_has_no_version_and_publishing_again_counts_on_from_the_last():
    draft = make_item(is_public=False)
    service.edit_item(head(), draft, {"code": draft.code, "fee": "十元"})
    assert queries.versions(draft) == []
    item = make_item(fee="不收费")
    service.take_down(head(), item)
    service.edit_item(head(), item, {"code": item.code, "fee": "五元"})
    assert item.number == 1, "what is not public has no version"
    service.publish(head(), item, item.facts)
    assert [one.number for one in queries.versions(item)] == [2, 1]
    assert queries.versions(item)[0].changed == {"fee": ["不收费", "五元"]}


def test_an_item_public_before_versions_were_kept_compares_with_what_it_was(db):
    item = make_item()
    db.session.execute(sa.delete(ServiceVersion))
    db.session.execute(sa.update(ServiceItem).values(number=0))
    db.session.commit()
    service.edit_item(head(), item, {"code": item.code, "promised_workdays": 4})
    assert queries.versions(item)[0].changed == {"promised_workdays": ["5", "4"]}


def test_versions_leave_their_deed_in_the_log():
    item = make_item()
    service.edit_item(head(), item, {"code": item.code, "phone": "110"})
    entry = history_of(item)[-1]
    assert entry.action == "service.edit" and entry.changes["number"] == [1, 2]


# --- the sheet


def test_an_old_sheet_still_comes_in_and_leaves_alone_what_it_does_not_know(db):
    brought(row_of(OLD_SHEET, **public_cells()), headings=OLD_SHEET)
    item = queries.item_by_code(TOWN, "A1")
    assert (item.status, item.trips, item.by_agent, item.audiences) == (
        ItemStatus.PUBLISHED, 1, True, (Audience.EVERYONE,)
    )
    more = {"everyday_words": "老人钱", "at_home": True, "phone": "12345"}
    service.edit_item(head(), item, {"code": "A1", **more})
    _actor, batch = brought(row_of(OLD_SHEET, **public_cells(promised_workdays="4")), headings=OLD_SHEET)
    db.session.refresh(item)
    assert batch.updated_count == 1
    assert item.promised_workdays == 4 and more == {name: getattr(item, name) for name in more}
    assert [one.workdays_less for one in queries.versions(item)] == [1, 0, 0]


def test_every_new_column_of_the_sheet_reaches_its_place():
    brought(row_of(tuple(HEADINGS), **public_cells(
        audience_codes="老年人、自然人", everyday_words="老人钱 寿星钱", body_kind="法定机关", level="县级",
        scope="全县通办", trips="0", trips_reason="不用来", result_name="高龄证", result_pickup="寄",
        valid_months="36个月", special_procedure="公示", intermediary="无", fee_basis="编例",
        complaint_phone="1", questions="能代办吗？能。", is_online="是", is_posted="支持",
        is_bookable="否", at_home="能", by_agent="不可以", gap_rule="材料到了重新计时",
        county_stops="是", kind="报批件", materials_text="身份证｜原件｜1｜必需｜可后补｜公安",
    )))
    item = queries.item_by_code(TOWN, "A1")
    assert item.audiences == (Audience.EVERYONE, Audience.ELDERLY)
    assert (item.trips, item.valid_months) == (0, 36)
    assert (item.kind, item.gap_rule) == (Kind.REPORTED, GapRule.RESTART)
    assert (item.is_online, item.is_posted, item.is_bookable) == (True, True, False)
    assert (item.at_home, item.by_agent, item.county_stops) == (True, False, True)
    assert item.later_materials == [Material("身份证", "原件", 1, True, True, "公安")]
    assert item.pinyin == "gao ling jin tie|lao ren qian|shou xing qian"


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("audience_codes", "外星人", "不在选项里"), ("at_home", "也许", "写“是”或“否”"),
        ("trips", "很多", "0 到 9"), ("valid_months", "三年", "0 到 600"),
        ("gap_rule", "看情况", "不在选项里"), ("place", "", "缺少办理地点"),
        ("materials_text", "身份证｜原件｜1｜必需｜或许", "第五样"),
        ("everyday_words", "字" * 401, "最多 400 个字"),
    ],
)
def test_a_wrong_cell_of_the_sheet_is_told_in_one_sentence_and_nothing_is_public(column, cell, sentence):
    batch = upload(
        head(), tuple(HEADINGS), row_of(tuple(HEADINGS), **public_cells(**{column: cell})), kind="services",
        name="事项.xlsx",
    )
    assert batch.wrong_count == 1 and sentence in batch.findings
    assert queries.item_by_code(TOWN, "A1") is None


def test_the_same_sheet_again_changes_nothing():
    row = row_of(tuple(HEADINGS), **public_cells(everyday_words="老人钱"))
    brought(row)
    _actor, batch = brought(row)
    assert (batch.skipped_count, batch.updated_count) == (1, 0)
    assert queries.item_by_code(TOWN, "A1").number == 1


def test_an_import_that_is_undone_takes_its_versions_along(db):
    brought(row_of(tuple(HEADINGS), **public_cells()))
    actor, batch = brought(
        row_of(tuple(HEADINGS), **public_cells(promised_workdays="2")),
        row_of(tuple(HEADINGS), **public_cells(code="A2", name="生育登记")),
    )
    imports.undo(actor, batch)
    item = queries.item_by_code(TOWN, "A1")
    db.session.refresh(item)
    assert (item.promised_workdays, item.number, len(queries.versions(item))) == (5, 1, 1)
    assert queries.item_by_code(TOWN, "A2") is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ServiceVersion)) == 1


# --- finding


def test_staff_find_drafts_by_the_same_words_and_the_neighbours_find_nothing():
    draft = make_item(is_public=False, name="高龄津贴", everyday_words="寿星钱")
    make_item(name="生育登记")
    assert queries.items(head(), text="shouxing") == [draft]
    second_town()
    neighbour = Actor(user_id=9, role=Role.WINDOW, unit_code=OTHER_TOWN, name="邻")
    assert queries.search(neighbour, "登记") == [] == list(queries.items(neighbour, text="登记"))
    assert [one.name for one in queries.search(head(), "dengji")] == ["生育登记"]


def test_an_item_from_before_the_search_by_letters_is_found_by_letters(db):
    item = make_item(name="高龄津贴")
    db.session.execute(sa.update(ServiceItem).values(pinyin=""))
    db.session.commit()
    assert queries.search(head(), "gljt") == [item]


def test_every_word_counts_and_the_nearest_comes_first():
    exact = make_item(name="医保参保登记", everyday_words="医保")
    make_item(name="养老保险参保登记", content="和医保一起办")
    starts = make_item(name="医保关系转移")
    found = queries.search(head(), "医保")
    assert found[0] == exact and found[1] == starts and len(found) == 3
    assert queries.search(head(), "医保 转移") == [starts]
    assert list(queries.search(head(), "医保 火星")) == []


def test_finding_costs_the_same_however_many_items_there_are(db):
    asked = []

    def count():
        db.session.remove(), asked.clear()
        sa.event.listen(db.engine, "before_cursor_execute", heard)
        try:
            queries.search(reader, "denglu 登记")
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", heard)
        return len(asked)

    def heard(*told):
        asked.append(told[2])

    make_item(name="登录登记")
    reader = head()
    few = count()
    for number in range(4):
        make_item(name=f"登录登记{number}")
    assert count() == few <= 3, "a beginning and two statements"


# --- 代办点


def facts(**changes):
    agent = make_user(Role.AGENT)
    return PointFacts(**{
        "village_code": VILLAGE, "name": "代办点", "place": "村委会", "hours": "上午", "phone": "1",
        "agent_id": agent.id, **changes,
    })


def test_a_point_is_added_closed_and_logged():
    make_town()
    point = service.add_point(head(), facts())
    assert queries.points(TOWN)[0].agent and queries.points(TOWN)[0].village == unit_of(VILLAGE).name
    service.edit_point(head(), point, facts(agent_id=None, is_open=False))
    assert queries.points(TOWN) == []
    assert [row.is_open for row in queries.point_rows(head())] == [False]
    assert [one.action for one in history_of(point)] == ["point.add", "point.edit"]


def test_an_agent_who_is_gone_is_named_no_more(db):
    point = make_point()
    agent = user_by_id(point.assignee_id)
    assert [row.agent for row in queries.points(TOWN)] == [agent.name]
    with action(SYSTEM, "account.import", agent):
        agent.is_active = False
    assert [row.agent for row in queries.points(TOWN)] == [""]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"village_code": HALL}, "village_code"), ({"agent_id": 99999}, "agent_id"),
        ({"agent_id": None}, "agent_id"),
    ],
)
def test_a_point_without_village_or_agent_is_refused(db, changes, field):
    make_town()
    with pytest.raises(RuleBroken) as broken:
        service.add_point(head(), facts(**changes))
    assert broken.value.field == field
    assert db.session.scalar(sa.select(AgencyPoint)) is None


def test_a_village_has_each_point_once_and_only_its_own_agent_may_touch_it():
    point = make_point(name="代办点")
    with pytest.raises(RuleBroken, match="已经有叫"):
        service.add_point(head(), facts())
    stranger = actor_for(make_user(Role.AGENT, unit=f"{TOWN}202"))
    with pytest.raises(NotFound):
        service.edit_point(stranger, point, facts(hours="从不"))
    with pytest.raises(NotFound):
        service.add_point(actor_for(make_user(Role.WINDOW, unit=HALL)), facts(name="另一个"))


# --- reports


def test_the_catalogue_goes_out_by_code_with_what_each_item_asks():
    make_item(code="B2", name="后面的"), make_item(code="A1", name="前面的", is_public=False)
    first, last = (cell_values(CATALOGUE, row, 1) for row in CATALOGUE.rows(make_actor(Role.HEAD), Period()))
    assert ("A1" in first, "前面的" in first, "草稿" in first) == (True, True, True)
    assert ("B2" in last, "已公布" in last, "是" in last) == (True, True, True)


def test_the_log_of_less_counts_within_its_period_only():
    with at("2026-03-02"):
        item = make_item(promised_workdays=9)
    for day, promised in (("2026-04-01", 7), ("2026-06-01", 4)):
        with at(day):
            service.edit_item(head(), item, {"code": item.code, "promised_workdays": promised}, reason="快")
    reader = make_actor(Role.HEAD)
    assert [row.workdays_less for row in CHANGES.rows(reader, Period())] == [2, 3]
    assert [row.workdays_less for row in CHANGES.rows(reader, Period(start=date(2026, 5, 1)))] == [3]
    assert CHANGES.count(reader, Period(start=date(2026, 5, 1))) == 1
