"""群众意见台账 and 办结率统计表: what the actor may see, by the columns and definitions of domain.md."""

from datetime import date

from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_opinions import (
    make_called_back,
    make_closed,
    make_handling,
    make_opinion,
    make_replied,
    make_sealed,
)

from tracker.domain.roles import Role
from tracker.excel.report import Period, cell_text, cell_values, flat_columns
from tracker.opinions import service
from tracker.opinions.reports import CLOSING_RATES, LEDGER
from tracker.opinions.rules import Decline, Satisfaction

# domain.md 11.2, word for word
COLUMNS = (
    "序号 编号 受理时间 渠道 反映人 村（社区） 类别 主要内容 承办部门 承办人 办理时限 办理情况 办结时间 "
    "是否按期 答复方式 回访时间 是否解决 满意度 备注"
).split()


def lines(report, actor, period=None):
    columns = flat_columns(report)
    return [
        {column.title: cell_text(value, column)
         for column, value in zip(columns, cell_values(report, row, number), strict=True)}
        for number, row in enumerate(report.rows(actor, period or Period()), 1)
    ]


def test_the_ledger_has_the_columns_of_the_law():
    assert [column.title for column in flat_columns(LEDGER)] == COLUMNS


def test_the_ledger_tells_a_matter_from_end_to_end(db):
    opinion = make_closed()
    (row,) = lines(LEDGER, make_actor())
    assert row["编号"] == opinion.ref and row["反映人"] == "周**" and row["渠道"] == "网页"
    assert row["村（社区）"] == "石门村" and row["承办部门"] == "农业农村办公室"
    assert row["办理情况"] == "已办结" and row["是否按期"] == "是" and row["答复方式"] == "支持"
    assert row["是否解决"] == "是" and row["满意度"] == "满意"
    assert row["主要内容"] == "机井水发浑"


def test_the_ledger_blots_numbers_and_leaves_open_cells_blank(db):
    make_opinion(text="打13812345678找我")
    (row,) = lines(LEDGER, make_actor())
    assert row["主要内容"] == "打****找我" and row["是否按期"] == "" and row["办结时间"] == ""


def test_the_ledger_holds_what_its_reader_may_see_and_no_accusation(db):
    handler = make_actor(Role.HANDLER)
    mine, _other = make_handling(handler), make_handling()
    make_sealed()
    assert [row["编号"] for row in lines(LEDGER, handler)] == [mine.ref]
    assert len(lines(LEDGER, make_actor())) == 2
    assert lines(LEDGER, make_actor(Role.SYSADMIN)) == []


def test_the_period_counts_by_the_day_it_came(db):
    make_opinion()
    assert lines(LEDGER, make_actor(), Period(end=date(2020, 1, 1))) == []


def test_rates_by_village_and_office_in_the_order_of_codes(db):
    make_closed()
    make_called_back(is_solved=False, satisfaction=Satisfaction.FAIR)
    make_replied()
    make_opinion(village_code=VILLAGE_2)
    service.decline(make_actor(), make_opinion(), ground=Decline.NOT_OURS, text="")
    make_sealed()
    rows = {row["村、部门"]: row for row in lines(CLOSING_RATES, make_actor())}
    assert list(rows) == [
        "石门村", "桃源村", "党政办公室", "农业农村办公室", "便民服务中心", "没有写明村的", "全部",
        "不计入（不予受理、已撤回）",
    ]
    village = rows["石门村"]
    assert [village[name] for name in ("收件", "应办结", "已办结", "办结率", "按期办结率")] == [
        "3", "3", "3", "100.00%", "100.00%"
    ]
    assert [village[name] for name in ("有效回访", "解决率", "满意率")] == ["2", "—", "—"]
    assert rows["桃源村"]["办结率"] == "—" and rows["桃源村"]["在办"] == "1"
    assert rows["农业农村办公室"]["收件"] == "3" and rows["全部"]["收件"] == "4"
    assert rows["不计入（不予受理、已撤回）"]["收件"] == "1"
    assert tuple(sorted((VILLAGE, OFFICE_2))) == (VILLAGE, OFFICE_2)


def test_the_head_of_an_office_gets_the_rates_of_the_own_matters(db):
    make_replied()
    make_opinion()
    rows = {row["村、部门"]: row for row in lines(CLOSING_RATES, make_actor(Role.UNIT_HEAD))}
    assert rows["全部"]["收件"] == "1"
