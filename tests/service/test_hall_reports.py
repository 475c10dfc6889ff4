"""便民服务办件台账: who reads which rows, what stays masked."""

from datetime import date

import pytest
import time_machine
from factories import HALL, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_hall import make_task
from tables import lines_of, picked, titles_of

from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.hall import service
from tracker.hall.reports import LEDGER
from tracker.hall.rules import Outcome

pytestmark = pytest.mark.usefixtures("db")


def at(text):
    """The program's clock stands at this hour of Shanghai."""
    return time_machine.travel(f"{text}:00+08:00", tick=False)


def test_the_ledger_has_the_columns_of_the_sheet():
    assert titles_of(LEDGER) == (
        "序号 编号 收件时间 申请人 村 事项名称 办理方式 受理时间 承诺时限（工作日） 特别程序天数 "
        "延期（工作日） 受理后补材料 应办结日 办结时间 办理结果 是否超期 经办人 评价"
    ).replace(" 编号", " 办件编号").split()


def test_the_ledger_holds_what_the_actor_may_see_in_the_period():
    with at("2026-09-30T09:00"):
        task = make_task(then="accept", applicant="欧阳建国")
    with at("2026-10-14T09:00"):
        make_task()
        service.finish(
            make_actor(Role.WINDOW, unit=HALL), task, outcome=Outcome.GRANTED, late_reason="停电"
        )
        (row,) = lines_of(LEDGER, make_actor(Role.DEPUTY), Period(end=date(2026, 9, 30)))
        assert len(lines_of(LEDGER, make_actor(Role.HEAD))) == 2
        assert lines_of(LEDGER, make_actor(Role.WINDOW, unit=HALL)) == []
    assert picked([row], "申请人", "村", "事项名称", "办理结果") == [
        ("欧阳**", "石门村", "高龄津贴申领", "办成")
    ]
    assert picked([row], "是否超期", "评价") == [("是", "未评价")]
    assert picked([row], "应办结日", "承诺时限（工作日）") == [("2026-10-13", "5")]


def test_a_file_without_masks_names_applicants_to_the_hall_alone():
    make_task(applicant="欧阳建国")
    for role, name in ((Role.WINDOW_HEAD, "欧阳建国"), (Role.DEPUTY, "欧阳**"), (Role.COUNTY, "欧阳**")):
        (row,) = lines_of(LEDGER, make_actor(role), unmasked=True)
        assert row["申请人"] == name, role
        (row,) = lines_of(LEDGER, make_actor(role))
        assert row["申请人"] == "欧阳**", role


def test_the_ledger_of_one_village_or_hall_keeps_to_it():
    here, there = make_task(), make_task(village_code=VILLAGE_2)
    nowhere = make_task(village_code="", by=make_user(Role.WINDOW, unit=HALL))
    head = make_actor(Role.HEAD)

    def found(unit):
        return [row["办件编号"] for row in lines_of(LEDGER, head, Period(unit=unit))]

    assert (found(VILLAGE), found(VILLAGE_2)) == ([here.ref], [there.ref])
    assert found(HALL) == found("") == [here.ref, there.ref, nowhere.ref]
    assert {LEDGER.splits[0].of(row) for row in LEDGER.rows(head, Period())} == {
        (VILLAGE, "石门村"), (VILLAGE_2, "桃源村"), ("", "没有写明村的")
    }
