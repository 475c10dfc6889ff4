"""群众意见台账 and 办结率统计表: what the actor may see, by the columns and definitions of domain.md."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_opinions import (
    make_called_back,
    make_closed,
    make_handling,
    make_opinion,
    make_replied,
    make_sealed,
    plant_categories,
    resident,
)
from tables import lines_of, picked, titles_of

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.excel.report import Period
from tracker.opinions import service
from tracker.opinions.figure_reports import (
    CLOSING_RATES,
    OPINION_CATEGORIES,
    VILLAGE_CATEGORIES,
    cut_off_note,
)
from tracker.opinions.models import Category, Opinion
from tracker.opinions.reports import LEDGER
from tracker.opinions.rules import Contact, Decline, Satisfaction, Solved, Status
from tracker.opinions.tables import closing_rates
from tracker.store.action import action
from tracker.store.db import db as store

# domain.md 11.2, word for word
COLUMNS = (
    "序号 编号 受理时间 渠道 反映人 村（社区） 类别 主要内容 承办部门 承办人 办理时限 办理情况 办结时间 "
    "是否按期 答复方式 回访时间 是否解决 满意度 备注"
).split()


def test_the_ledger_has_the_columns_of_the_law():
    assert titles_of(LEDGER) == COLUMNS


def test_the_ledger_tells_a_matter_from_end_to_end(db):
    opinion = make_closed()
    (row,) = lines_of(LEDGER, make_actor())
    assert row["编号"] == opinion.ref and row["反映人"] == "周**" and row["渠道"] == "网页"
    assert row["村（社区）"] == "石门村" and row["承办部门"] == "农业农村办公室"
    assert row["办理情况"] == "已办结" and row["是否按期"] == "是" and row["答复方式"] == "支持"
    assert row["是否解决"] == "解决了" and row["满意度"] == "满意"
    assert row["主要内容"] == "机井水发浑"


def test_the_ledger_blots_numbers_and_leaves_open_cells_blank(db):
    make_opinion(text="打13812345678找我")
    (row,) = lines_of(LEDGER, make_actor())
    assert row["主要内容"] == "打****找我" and row["是否按期"] == "" and row["办结时间"] == ""


def test_the_ledger_holds_what_its_reader_may_see_and_no_accusation(db):
    handler = make_actor(Role.HANDLER)
    mine, _other = make_handling(handler), make_handling()
    make_sealed()
    assert [row["编号"] for row in lines_of(LEDGER, handler)] == [mine.ref]
    assert len(lines_of(LEDGER, make_actor())) == 2
    assert lines_of(LEDGER, make_actor(Role.SYSADMIN)) == []


def test_the_period_counts_by_the_day_it_came(db):
    make_opinion()
    assert lines_of(LEDGER, make_actor(), Period(end=date(2020, 1, 1))) == []


def test_the_ledger_tells_of_the_last_reply_and_of_the_call_after_it(db):
    opinion = make_called_back(solved=Solved.NO, satisfaction=Satisfaction.BAD)
    columns = ("答复方式", "回访时间", "是否解决", "满意度", "备注")
    today = clock.today().isoformat()
    assert opinion.reopened == 1, "不满意 means something"
    (row,) = picked(lines_of(LEDGER, make_actor()), *columns)
    assert row == ("支持", today, "没有解决", "不满意", "重办 1 次")


def test_without_a_call_the_ledger_shows_what_the_resident_said(db):
    opinion = make_replied()
    service.rate(resident(opinion.id), opinion, satisfaction=Satisfaction.FAIR, solved=Solved.YES, text="")
    (row,) = lines_of(LEDGER, make_actor())
    assert picked([row], "回访时间", "是否解决", "满意度") == [("", "解决了", "基本满意")]


NAMES = {Contact.OPEN: "周桂兰", Contact.CONFIDENTIAL: "欧阳修文", Contact.ANONYMOUS: ""}


def test_no_file_names_whoever_asked_for_confidence_or_gave_no_name(db):
    for contact, name in NAMES.items():
        make_opinion(contact=contact, name=name)
    stray = make_opinion(contact=Contact.OPEN, name="王秀英")
    db.session.query(Opinion).filter_by(id=stray.id).update({"contact": Contact.ANONYMOUS})
    db.session.commit()

    def people(role, *, unmasked=True):
        return [row["反映人"] for row in lines_of(LEDGER, make_actor(role), unmasked=unmasked)]

    masked = ["周**", "欧阳**", "不留姓名", "王**"]
    assert people(Role.CLERK, unmasked=False) == masked
    assert people(Role.CLERK) == people(Role.CALLBACK) == ["周桂兰", *masked[1:]]
    for role in (Role.HEAD, Role.DEPUTY, Role.COUNTY):
        assert people(role) == masked, f"{role} does not deal with names"


def test_the_ledger_of_one_village_or_office_keeps_to_it_and_to_ones_own(db):
    handler = make_actor(Role.HANDLER)
    mine, other = make_handling(handler), make_handling(village_code=VILLAGE_2)
    fresh = make_opinion(village_code=VILLAGE_2)

    def found(actor, unit):
        return [row["编号"] for row in lines_of(LEDGER, actor, Period(unit=unit))]

    clerk = make_actor()
    assert (found(clerk, VILLAGE), found(clerk, VILLAGE_2)) == ([mine.ref], [other.ref, fresh.ref])
    assert found(clerk, OFFICE_2) == [mine.ref, other.ref]
    assert (found(handler, VILLAGE_2), found(handler, OFFICE_2)) == ([], [mine.ref])
    by_village, by_office = (
        [split.of(row)[1] for row in LEDGER.rows(clerk, Period())] for split in LEDGER.splits
    )
    assert by_village == ["石门村", "桃源村", "桃源村"]
    assert by_office == ["农业农村办公室", "农业农村办公室", "还没有交办的"]


def test_rates_by_village_and_office_in_the_order_of_codes(db):
    make_closed()
    make_called_back(solved=Solved.NO, satisfaction=Satisfaction.FAIR)
    make_replied()
    make_opinion(village_code=VILLAGE_2)
    service.decline(make_actor(), make_opinion(), ground=Decline.NOT_OURS, text="")
    make_sealed()
    rows = {row["村、部门"]: row for row in lines_of(CLOSING_RATES, make_actor())}
    assert list(rows) == [
        "石门村", "桃源村", "党政办公室", "农业农村办公室", "便民服务中心", "没有写明村的", "全部",
        "不计入：非本级职责的",
    ]
    village = rows["石门村"]
    assert [village[name] for name in ("收件", "应办结", "已办结", "办结率", "按期办结率")] == [
        "3", "3", "3", "100.00%", "100.00%"
    ]
    assert [village[name] for name in ("有效回访", "解决率", "满意率")] == ["<5", "—", "—"]
    assert rows["桃源村"]["办结率"] == "—" and rows["桃源村"]["在办"] == "1"
    assert rows["农业农村办公室"]["收件"] == "3" and rows["全部"]["收件"] == "4"
    assert rows["不计入：非本级职责的"]["收件"] == "1"
    assert tuple(sorted((VILLAGE, OFFICE_2))) == (VILLAGE, OFFICE_2)


def test_the_head_of_an_office_gets_the_rates_of_the_own_matters(db):
    make_replied()
    make_opinion()
    rows = {row["村、部门"]: row for row in lines_of(CLOSING_RATES, make_actor(Role.UNIT_HEAD))}
    assert rows["全部"]["收件"] == "1"


def test_the_rates_stand_as_of_the_last_day_of_the_period(db):
    yesterday = clock.today() - timedelta(days=1)
    make_replied()
    db.session.query(Opinion).update({"submitted_on": yesterday})
    db.session.commit()
    for period, done in ((Period(end=yesterday), "0"), (Period(), "1")):
        (total,) = (row for row in lines_of(CLOSING_RATES, make_actor(), period) if row["村、部门"] == "全部")
        assert picked([total], "收件", "已办结") == [("1", done)]
    assert yesterday.isoformat() in cut_off_note(make_actor(), Period(end=yesterday))[0]
    assert clock.today().isoformat() in cut_off_note(make_actor(), Period(year=2099))[0]


def test_the_rates_of_one_village_show_it_and_the_offices_at_work_there(db):
    make_replied(), make_replied(village_code=VILLAGE_2)
    rows = lines_of(CLOSING_RATES, make_actor(), Period(unit=VILLAGE))
    assert picked(rows, "村、部门", "收件")[:2] == [("石门村", "1"), ("农业农村办公室", "1")]
    assert "桃源村" not in [row["村、部门"] for row in rows]


def test_the_rates_of_few_answers_are_hidden_with_their_count(db):
    for number in range(6):
        make_called_back(solved=Solved.YES if number else Solved.PARTLY)
    rows = {row["村、部门"]: row for row in lines_of(CLOSING_RATES, make_actor())}
    assert picked([rows["石门村"]], "有效回访", "解决率") == [("6", "83.33%")]
    assert rows["石门村"]["满意率"] == rows["全部"]["满意率"] == "100.00%"
    assert rows["桃源村"]["有效回访"] == "0"


# 群众意见分类统计表


def in_category(code):
    """A matter that was replied to, under the category with this code."""
    opinion = make_replied()
    found = store.session.query(Category).filter_by(code=code).one()
    store.session.query(Opinion).filter_by(id=opinion.id).update({"category_id": found.id})
    store.session.commit()


def test_categories_take_what_lies_below_them_in_the_order_of_the_tree(db):
    plant_categories()
    tops = [one.name for one in db.session.query(Category).filter_by(level=1).order_by(Category.code)]
    with action(make_actor(Role.SYSADMIN), "category.import") as act:
        service.put_category(act, [tops[2], "机井", ""])
    below = db.session.query(Category).filter_by(level=2).one()
    in_category(below.code), in_category(below.parent_code), make_replied()
    service.decline(make_actor(), make_opinion(), ground=Decline.NOT_OURS, text="")
    make_sealed()
    rows = lines_of(OPINION_CATEGORIES, make_actor())
    assert [row["类别"] for row in rows] == [*tops, "没有分类的", "全部", "不计入：非本级职责的"]
    received = {row["类别"]: row["收件"] for row in rows if row["收件"] != "0"}
    assert received == {tops[2]: "2", "没有分类的": "1", "全部": "3", "不计入：非本级职责的": "1"}
    (first,) = (row for row in rows if row["类别"] == tops[2])
    assert picked([first], "应办结", "已办结", "按期办结", "办结率") == [("2", "2", "2", "100.00%")]


def test_small_counts_of_answers_are_hidden_and_so_is_what_tells_them(db):
    for number in range(7):
        make_called_back(
            solved=Solved.YES if number > 1 else Solved.NO,
            satisfaction=Satisfaction.GOOD if number else Satisfaction.BAD,
        )
    (row, total) = lines_of(OPINION_CATEGORIES, make_actor())[-2:]
    assert picked([row, total], "收件", "有效回访") == [("7", "7"), ("7", "7")]
    assert picked([row], "解决了", "没有解决", "不满意") == [("*", "<5", "<5")]


def test_the_table_by_village_hides_every_small_count(db):
    plant_categories()
    for _n in range(6):
        make_opinion()
    in_category("001"), make_opinion(village_code=VILLAGE_2), make_opinion(village_code=None)
    rows = lines_of(VILLAGE_CATEGORIES, make_actor())
    first = db.session.query(Category).filter_by(code="001").one().name
    assert picked(rows, "村（社区）", "类别") == [
        ("石门村", first), ("石门村", "没有分类的"), ("桃源村", "没有分类的"), ("没有写明村的", "没有分类的")
    ]
    assert [row["收件"] for row in rows if row["村（社区）"] != "石门村"] == ["<5", "<5"]
    assert not any(value in "1234" for row in rows for value in (row["收件"], row["已办结"]))


def test_one_village_is_looked_at_in_the_table_that_hides(db):
    make_replied()
    with pytest.raises(RuleBroken, match="分村"):
        lines_of(OPINION_CATEGORIES, make_actor(), Period(unit=VILLAGE))
    assert lines_of(OPINION_CATEGORIES, make_actor(), Period(unit=OFFICE_2))[-1]["收件"] == "1"
    (row,) = lines_of(VILLAGE_CATEGORIES, make_actor(), Period(unit=VILLAGE))
    assert (row["村（社区）"], row["收件"]) == ("石门村", "<5")


def test_what_is_due_done_and_late_is_counted_as_it_stood_on_the_last_day(db):
    """The four definitions of domain.md 11.3, on both sides of the day of the cut-off (30 November)."""
    day, due = (lambda n: date(2026, 11, n)), date(2026, 11, 20)
    facts = [
        (Status.REPLIED, due, day(18)),
        (Status.REPLIED, due, day(25)),
        (Status.HANDLING, due, None),
        (Status.HANDLING, date(2026, 12, 20), None),
        (Status.HANDLING, day(30), None),  # due on the day itself: due, not late
        (Status.REPLIED, None, day(18)),
        (Status.REPLIED, due, date(2026, 12, 1)),  # after the cut-off: not done then, and late
    ]
    for status, due_on, replied_on in facts:
        opinion = make_opinion()
        values = {"status": status, "due_on": due_on, "replied_on": replied_on, "submitted_on": day(2)}
        values |= {"village_code": VILLAGE, "last_on": due_on}
        db.session.execute(sa.update(Opinion).where(Opinion.id == opinion.id).values(**values))
        db.session.commit()
    period = Period(date(2026, 11, 1), date(2026, 11, 30))
    with time_machine.travel("2026-12-31T08:00:00+08:00"):
        row = next(one for one in closing_rates(make_actor(Role.HEAD), period) if one.code == VILLAGE)
    assert (row.received, row.due, row.done, row.in_time, row.open, row.late) == (7, 6, 3, 1, 4, 2)
    assert row.done_rate == Decimal(3) / 6 and row.in_time_rate == Decimal(1) / 5
