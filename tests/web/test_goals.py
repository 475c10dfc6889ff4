"""走访目标、请假、走访情况 and my day on the phone, as people use them in a browser."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from books import as_calamine_sees, written
from factories import OTHER_TOWN, make_actor, make_town, make_user
from factories_visits import (
    give,
    make_goal,
    make_household,
    make_leave,
    make_link,
    make_problem,
    make_visit,
)
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.excel.report import Period
from tracker.people.models import Leave
from tracker.people.queries import actor_of
from tracker.problems.service import Raised
from tracker.store import phones
from tracker.visits import queries, service
from tracker.visits.models import MonthClosing, VisitGoal
from tracker.visits.overview_report import VISIT_GOALS
from tracker.visits.rules import Cycle

NOON = "2026-11-23T12:00:00+08:00"
NOVEMBER = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
LEADERS, OUTSIDE = (Role.CLERK, Role.DEPUTY, Role.HEAD, Role.ORG), (Role.CADRE, Role.HANDLER, Role.AGENT)
PAGES = {
    "/visits/overview": {*LEADERS, Role.COUNTY},
    "/visits/overview/close": {Role.CLERK, Role.DEPUTY, Role.ORG},
    "/visits/goals": {*LEADERS, *OUTSIDE, Role.UNIT_HEAD},
    "/visits/goals/new": {Role.ORG, Role.DEPUTY, Role.HEAD},
    "/admin/leaves": {Role.ORG}, "/admin/leaves/new": {Role.ORG},
}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


def linked(since=date(2026, 1, 1), name="欧阳修文"):
    user = make_user(Role.CADRE)
    cadre, home = actor_of(user.id), make_household(name=name)
    make_link(cadre, home, since=since)
    return user, cadre, home


def table_of(page):
    """The cells of the table of people, as they are read."""
    people = page.text.split("各人走访情况")[-1]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr>(<td.*?)</tr>", people, re.S)
    ]


@pytest.mark.parametrize("role", [*LEADERS, *OUTSIDE, Role.COUNTY, Role.SYSADMIN, Role.CALLBACK])
def test_who_comes_to_which_page(db, as_user, role):
    make_town()
    browser = as_user(make_user(role))
    assert {path: browser.get(path).status_code for path in PAGES} == {
        path: 200 if role in roles else 403 for path, roles in PAGES.items()
    }


def test_a_goal_is_set_shown_and_ended(db, as_user):
    user, cadre, home = linked()
    browser, mine = as_user(make_user(Role.ORG)), as_user(user)
    said = {"target": "household", "care": "", "level": "", "cycle": "month", "times": "2",
            "since": "2026-11-01", "basis": "石党办〔2026〕18号"}
    assert "请写依据哪份文件" in text_of(browser.submit("/visits/goals/new", **{**said, "basis": ""}))
    refused = browser.submit("/visits/goals/new", **{**said, "times": "40"})
    assert refused.status_code == 422 and "石党办〔2026〕18号" in refused.text
    assert browser.submit("/visits/goals/new", **said).status_code == 303
    goal = db.session.scalars(sa.select(VisitGoal)).one()
    make_visit(cadre, home, on=date(2026, 11, 3))
    page = text_of(mine.get("/visits/goals"))
    assert "联系户：每月 2 天" in page and "应访" in page and "定一个目标" not in page
    assert "11 月 30 日前还要去 1 天" in text_of(mine.get("/me"))
    assert mine.get(f"/visits/goals/{goal.id}/end").status_code == 403
    assert browser.submit(f"/visits/goals/{goal.id}/end", until="2026-11-22").status_code == 422
    assert browser.submit(f"/visits/goals/{goal.id}/end", until="2026-11-23").status_code == 303
    with time_machine.travel("2026-11-24T12:00:00+08:00", tick=False):
        assert "没有走访目标" in text_of(as_user(user).get("/visits/goals"))


def test_the_visit_of_a_colleague_is_not_told_as_my_last_one(db, as_user):
    user, cadre, home = linked()
    make_goal(cycle=Cycle.MONTH)
    make_visit(make_actor(Role.CADRE), home, on=date(2026, 11, 5))
    assert "这段时间还没有去过" in text_of(as_user(user).get("/visits/goals"))
    make_visit(cadre, home, on=date(2026, 11, 3))
    page = text_of(as_user(user).get("/visits/goals"))
    assert "11 月 3 日" in page and "11 月 5 日" not in page


def test_leave_is_written_down_and_taken_back(db, as_user):
    user, _cadre, _home = linked()
    browser = as_user(make_user(Role.ORG))
    said = {"user_id": str(user.id), "since": "2026-11-10", "until": "2026-11-28", "kind": "sick"}
    assert browser.submit("/admin/leaves/new", **{**said, "until": "2026-11-01"}).status_code == 422
    assert browser.submit("/admin/leaves/new", **said).status_code == 303
    listed = text_of(browser.get("/admin/leaves"))
    assert "病假" in listed and "正在请假" in listed
    leave = db.session.scalars(sa.select(Leave)).one()
    assert browser.submit(f"/admin/leaves/{leave.id}/back", back_on="2026-11-29").status_code == 422
    assert browser.submit(f"/admin/leaves/{leave.id}/back", back_on="2026-11-20").status_code == 303
    assert leave.until == date(2026, 11, 19)
    assert "病假" not in as_user(make_user(Role.DEPUTY)).get("/visits/overview").text
    stranger = as_user(make_user(Role.ORG, unit=OTHER_TOWN))
    assert stranger.get(f"/admin/leaves/{leave.id}/back").status_code == 404


def test_the_leaders_page_and_the_workbook_say_the_same(db, as_user):
    _user, cadre, home = linked()
    away = linked(name="李四")[1]
    ill = linked(name="周桂兰")[1]
    late = linked(since=date(2026, 11, 20), name="王五")[1]
    make_goal(cycle=Cycle.MONTH, times=2)
    make_leave(ill, date(2026, 11, 1), date(2026, 11, 30))
    phones.heard(away.user_id, date(2026, 11, 14), 3)
    for _form in range(3):
        make_visit(cadre, home, on=date(2026, 11, 3))
    reader = make_user(Role.DEPUTY)
    page = as_user(reader).get("/visits/overview")
    shown = {cells[0]: cells[2:] for cells in table_of(page)}
    assert shown[cadre.name] == ["1", "1", "0", "0", "2", "1", ""]
    assert shown[ill.name][4] == "0" and shown[late.name][4] == "1"
    assert shown[away.name][0] == "未同步" and "9 天前" in shown[away.name][-1]
    rows = queries.cadre_rows(actor_of(reader.id), NOVEMBER)
    book = [[_cell(one) for one in line] for line in as_calamine_sees(written(VISIT_GOALS, rows))]
    for cells in table_of(page):
        line = next(line for line in book if cells[0] in line)
        assert [*line[1:9], line[10]] == cells and line[9] == "—"  # the column 补报, left out on the page


def _cell(value):
    return str(int(value)) if isinstance(value, float) else str(value)


def test_a_closed_month_shows_late_records_in_a_column_of_their_own(db, as_user):
    _user, cadre, home = linked()
    make_visit(cadre, home, on=date(2026, 10, 12))
    browser = as_user(make_user(Role.CLERK))
    assert "补报" not in text_of(browser.get("/visits/overview?month=2026-10")).split("怎么算的")[0]
    assert browser.submit("/visits/overview/close?month=2026-11").status_code == 422
    assert browser.submit("/visits/overview/close?month=2026-10").status_code == 303
    with time_machine.travel("2026-11-24T12:00:00+08:00", tick=False):
        make_visit(cadre, home, on=date(2026, 10, 13))
        page = as_user(make_user(Role.CLERK)).get("/visits/overview?month=2026-10")
    (row,) = [cells for cells in table_of(page) if cells[0] == cadre.name]
    assert row[2:7] == ["1", "1", "0", "0", "1"] and row[-1] == "" and "结的账" in text_of(page)
    assert db.session.scalars(sa.select(MonthClosing.month)).all() == [date(2026, 10, 1)]


def test_questions_are_sentences_and_nothing_is_ranked_or_coloured(db, as_user):
    _user, cadre, home = linked()
    for number in range(6):
        make_visit(cadre, home, on=date(2026, 11, 2 + number), words="家里都好，没有什么事")
    page = as_user(make_user(Role.HEAD)).get("/visits/overview")
    assert f"{cadre.name} 走访 6 次，都没有记下群众提的事" in text_of(page)
    assert f"{cadre.name} 有 6 次走访写的话一模一样" in text_of(page)
    people = page.text.split("各人走访情况")[-1].split("</table>")[0]
    assert "is-late" not in people and "tag" not in people and "名次" not in page.text


def test_the_neighbours_learn_nothing(db, as_user):
    _user, cadre, home = linked()
    make_visit(cadre, home)
    make_goal()
    other = as_user(make_user(Role.DEPUTY, unit=OTHER_TOWN))
    assert cadre.name not in other.get("/visits/overview").text
    assert "石党办" not in other.get("/visits/goals").text


def test_a_day_of_a_cadre_has_three_cards_with_reasons_in_words(db, as_user):
    user, cadre, home = linked()
    make_visit(cadre, home, on=date(2026, 8, 12), problems=(Raised("井水发浑"),))
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, cadre, unit=cadre.unit_code)
    page = text_of(as_user(user).get("/me"))
    assert "该去看看的" in page and "上次 8 月 12 日" in page and "有 1 件事没解决" in page
    assert "快到期的" in page and "要我回复的" in page and "排名" not in page


def test_all_that_is_open_at_a_household_stands_on_the_form_of_its_visit(db, as_user):
    user, cadre, home = linked()
    make_visit(cadre, home, problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了灯泡")))
    page = text_of(as_user(user).get(f"/visits/new?household={home.id}"))
    assert "这一户还有 1 件事没办完" in page and "井水发浑" in page and "灯不亮" not in page


def test_the_pages_need_few_statements_however_many_there_are(db, app, as_user):
    make_goal(cycle=Cycle.MONTH, times=2)
    user, cadre, home = linked()
    make_visit(cadre, home)
    last = clock.today().replace(day=1) - timedelta(days=1)
    browsers = {"/visits/overview": as_user(make_user(Role.DEPUTY)), "/visits/goals": as_user(user),
                f"/visits/overview?month={last:%Y-%m}": as_user(make_user(Role.DEPUTY)), "/me": as_user(user)}

    def statements(path):
        counted = []
        listen = lambda *args: counted.append(args[2])  # noqa: E731  # a listener has to be one object
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", listen)
            assert browsers[path].get(path).status_code == 200
            sa.event.remove(db.engine, "before_cursor_execute", listen)
        return [one for one in counted if not one.startswith("BEGIN")]

    few = {path: len(statements(path)) for path in browsers}
    for number in range(5):
        one = linked(name=f"李{number}")
        make_visit(one[1], one[2])
        make_link(cadre, make_household(name=f"王{number}"), since=date(2026, 1, 1))
    assert {path: len(statements(path)) for path in browsers} == few
    day = few.pop("/me")  # nine cards, one question for each
    assert max(few.values()) <= 12 and day <= 13, (few, day)


def test_a_companions_day_is_told_to_the_companion(db, as_user):
    _user, cadre, home = linked()
    friend = make_user(Role.CADRE)
    service.add(cadre, service.Entry(
        date(2026, 11, 3), service.Place(home.unit_code, home.id), companion_ids=(friend.id,)
    ))
    page = as_user(make_user(Role.HEAD)).get("/visits/overview")
    assert {cells[0]: cells[2:4] for cells in table_of(page)} == {
        cadre.name: ["1", "1"], friend.name: ["1", "1"]
    }
