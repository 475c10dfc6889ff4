"""The page of figures (民意统计): the numbers of the workbook, nothing small, nobody else's secrets."""

import html
import re
from datetime import date

import pytest
import sqlalchemy as sa
from factories import VILLAGE, VILLAGE_2, make_actor, make_user
from factories_opinions import (
    make_called_back,
    make_handling,
    make_opinion,
    make_replied,
    name_subjects,
    plant_categories,
)
from support import text_of
from tables import lines_of

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.excel.report import Period
from tracker.opinions import service
from tracker.opinions.figure_reports import THREE_RATES
from tracker.opinions.models import Category, Opinion, OpinionSubject
from tracker.opinions.rules import Satisfaction, Solved
from tracker.opinions.views.figures import SHOWN, _before, period_of
from tracker.people.queries import actor_of

READERS = (Role.CLERK, Role.CALLBACK, Role.DEPUTY, Role.HEAD, Role.COUNTY)


def cells_of(page):
    """{name of the row: the texts of its cells} of the last table of the page."""
    body = page.text.split("<table")[-1]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    found = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows if "<td" in row]
    return {row[0]: [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row[1:]] for row in found if row}


@pytest.fixture
def matters(db):
    """Twelve answered calls about one village, five of them half content; three matters of the other one."""
    plant_categories()
    service.recount(SYSTEM)
    for number in range(12):
        make_called_back(
            solved=Solved.NO if number < 5 else Solved.YES,
            satisfaction=Satisfaction.FAIR if number < 5 else Satisfaction.GOOD,
        )
    for _number in range(3):
        make_opinion(village_code=VILLAGE_2)


@pytest.mark.parametrize("role", READERS)
def test_whoever_answers_for_the_town_reads_them(as_user, matters, role):
    page = as_user(make_user(role)).get("/opinions/figures")
    assert page.status_code == 200 and "回访到" in text_of(page)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.CADRE, Role.WINDOW, Role.SYSADMIN])
def test_nobody_else_does(db, as_user, role):
    assert as_user(make_user(role)).get("/opinions/figures").status_code == 403


@pytest.mark.parametrize("by", ["village", "office", "category"])
def test_the_page_has_the_texts_of_the_workbook(as_user, matters, by):
    user = make_user(Role.HEAD)
    page = as_user(user).get(f"/opinions/figures?by={by}")
    year = clock.today().year
    actor = actor_of(user.id)
    lines = lines_of(THREE_RATES, actor, Period(date(year, 1, 1), date(year, 12, 31)))
    workbook = {row["村、部门、类别"]: row for row in lines}
    shown = cells_of(page)
    titles = ("收件", "已办结", "有效回访", "已联系", "响应率", "解决了", "一部分", "解决率")
    assert "全部" in shown and len(shown) >= 2
    for name, cells in shown.items():
        assert cells[: len(titles)] == [workbook[name][title] for title in titles], name


def test_small_numbers_are_hidden_and_what_tells_them(db, as_user):
    """Two of eight are half content: neither they nor the six others, from whom one could work them out."""
    for number in range(8):
        make_called_back(satisfaction=Satisfaction.FAIR if number < 2 else Satisfaction.GOOD)
    page = as_user(make_user(Role.HEAD)).get("/opinions/figures")
    said = dict(zip(SHOWN, cells_of(page)["石门村"], strict=True))
    assert (said["called"], said["good"], said["fair"], said["good_rate"]) == ("8", "*", "<5", "*")
    assert (said["solved"], said["solved_rate"]) == ("8", "100.00%")
    assert "有的回答不足 5 人，不列细数" in text_of(page)


def test_the_sentence_tells_how_many_answered_before_it_tells_what(as_user, matters):
    said = text_of(as_user(make_user(Role.HEAD)).get("/opinions/figures"))
    assert "办结 12 件，回访到 12 人：工作人员联系过 0 人，7 人说解决了，7 人说满意。" in said


def test_few_answers_make_no_sentence(db, as_user):
    make_called_back()
    assert "回访太少" in text_of(as_user(make_user(Role.HEAD)).get("/opinions/figures"))


def test_an_empty_span_says_so(db, as_user):
    said = text_of(as_user(make_user(Role.HEAD)).get("/opinions/figures?span=2020-02"))
    assert "这段时间还没有人反映问题" in said and "2020年2月" in said


@pytest.mark.parametrize("span", ["2026-11-01", "2026-13", "2026-Q5", "x", "", "1999", "2026-11~2026-12"])
def test_no_other_spans_than_months_quarters_and_years(db, as_user, span):
    make_opinion()
    said = text_of(as_user(make_user(Role.HEAD)).get(f"/opinions/figures?span={span}"))
    assert f"{clock.today().year}年" in said


def test_spans_are_whole():
    assert period_of("2026-Q4") == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert period_of("2024-02") == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert period_of("2026") == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert [_before(one) for one in ("2026-01", "2026-Q1", "2026")] == ["2025-12", "2025-Q4", "2025"]


def test_a_figure_opens_the_rows_it_counts(as_user, matters):
    """收件 of the village, and no link where there are few."""
    client = as_user(make_user(Role.CLERK))
    page = client.get("/opinions/figures")
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/opinions\?[^"]+)"', page.text)]
    assert any(f"village={VILLAGE}" in one for one in links)
    assert not any(f"village={VILLAGE_2}" in one for one in links), "three matters are few"
    service.withdraw(make_actor(), make_opinion(), reason="不要办了")
    for link in links:
        wanted = 12 if "village=" in link or "office=" in link else 15
        assert f"筛选出 {wanted} 件" in text_of(client.get(link)), link


def test_the_list_narrows_to_days_and_to_what_counts(db, as_user):
    make_opinion()
    service.withdraw(make_actor(), make_opinion(), reason="不要办了")
    client, today = as_user(make_user()), clock.today().isoformat()
    cases = {"": 2, "counted=1": 1, f"since={today}": 2, "until=2020-01-01": 0, "since=x": 2}
    for query, n in cases.items():
        assert f"筛选出 {n} 件" in text_of(client.get(f"/opinions?all=1&{query}")), query


def test_categories_say_what_grew(db, as_user):
    plant_categories()
    for _number in range(6):
        make_replied()
    water = db.session.query(Category).filter_by(code="009").one()
    db.session.execute(sa.update(Opinion).values(category_id=water.id))
    db.session.commit()
    address = f"/opinions/figures?by=category&span={clock.today():%Y-%m}"
    said = text_of(as_user(make_user(Role.HEAD)).get(address))
    assert f"{water.name}增加最多，比前一段多 6 件" in said


@pytest.mark.parametrize("by", ["village", "office", "category"])
def test_whom_a_matter_is_about_reads_the_page_of_a_world_without_it(as_user, matters, by):
    accused = make_user(Role.CLERK)
    client, address = as_user(accused), f"/opinions/figures?by={by}"

    def seen(one):
        """The page without the ticket that each form is drawn anew."""
        return re.sub(r'value="[0-9a-f]{32}"', "", one.get(address).text)

    before = seen(client)
    matter = make_handling()
    name_subjects(matter, OpinionSubject(user_id=accused.id))
    assert seen(client) == before
    head = as_user(make_user(Role.HEAD))
    assert [cells_of(one.get(address))["全部"][0] for one in (client, head)] == ["15", "16"]
