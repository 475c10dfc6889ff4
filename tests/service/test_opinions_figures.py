"""三率: the same number from the summary, matter by matter, in Excel and by the SQL of 统计口径.md."""

import random
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE, OFFICE_2, TOWN, VILLAGE, VILLAGE_2, make_actor
from factories_opinions import (
    answer,
    make_called_back,
    make_handling,
    make_opinion,
    make_replied,
    name_subjects,
    plant_categories,
    resident,
)
from openpyxl import load_workbook

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.excel.report import Period
from tracker.exports import service as exports
from tracker.exports.rules import Choice
from tracker.exports.service import Wanted
from tracker.opinions import service
from tracker.opinions.figure_reports import THREE_RATES, parameter_note
from tracker.opinions.models import Category, Opinion, OpinionCount, OpinionSubject
from tracker.opinions.queries import figures
from tracker.opinions.rates import NOT_COUNTED, Axis, Fact, Rates
from tracker.opinions.rules import Decline, Satisfaction, Solved, Stream, Urgency
from tracker.opinions.tables import closing_rates, three_rates
from tracker.store import files
from tracker.store.action import action
from tracker.store.db import db as store
from tracker.township.service import put_setting

DEFINITIONS = Path(__file__).resolve().parents[2] / "docs" / "统计口径.md"
BLOCKS = [one for one in re.findall(r"```sql\n(.*?)```", DEFINITIONS.read_text(), re.S) if "opinion" in one]
TODAY = date(2026, 11, 23)
SPANS = [
    Period(), Period(year=2026), Period(date(2026, 9, 1), date(2026, 9, 30)),
    Period(date(2026, 10, 1), date(2026, 12, 31)), Period(date(2026, 7, 1), date(2026, 9, 30)),
    Period(date(2026, 9, 3), date(2026, 11, 8)), Period(end=date(2026, 10, 15)),
]


def at(day, hour=9):
    return time_machine.travel(f"{day:%Y-%m-%d}T{hour:02d}:00:00+08:00")


def by_sql(period):
    """What a county auditor gets who copies the SQL of the definitions."""
    cut_off = period.cut_off(clock.today())
    found = {}
    for block in BLOCKS:
        told = block.replace("2026-11-23", cut_off.isoformat()).replace("990101001", TOWN)
        told = told.replace("2026-01-01", (period.first or date(2000, 1, 1)).isoformat())
        told = told.replace("2026-12-31", (period.last or date(2099, 1, 1)).isoformat())
        row = store.session.execute(sa.text(told)).mappings().one()
        found |= {name: int(value or 0) for name, value in row.items()}
    return found


def agrees():
    """The nightly comparison found nothing to put right."""
    return service.recount(SYSTEM) == "民意统计的汇总数和逐件数的一样"


def counts(row):
    return {fact.value: getattr(row, fact.value) for fact in Fact if hasattr(row, fact.value)}


def everything(rows):
    return next(row for row in rows if not row.family and not row.code)


def matter_by_matter(actor, period, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(figures, "is_summed", lambda *_told: False)
        return three_rates(actor, period)


def some_matters(chance, people):
    """A hundred matters of three months, each as far along its way as chance has it."""
    day = date(2026, 8, 28)
    for number in range(70):
        day += timedelta(days=chance.choice((0, 1, 1, 2)))
        with at(day):
            one = make_opinion(village_code=chance.choice((VILLAGE, VILLAGE_2, None)))
        Walk(chance, people, one, day).go(number)


class Walk:
    """One matter on its way: each deed some days after the one before, never later than today."""

    def __init__(self, chance, people, opinion, day):
        self.chance, self.opinion, self.day = chance, opinion, day
        self.clerk, self.handler, self.head, self.caller = people

    def later(self, most):
        self.day = min(self.day + timedelta(days=self.chance.randrange(most)), TODAY)
        return at(self.day, hour=10)

    def go(self, number):
        """Declined, withdrawn, or on its way as far as chance has it; some are merged at the end."""
        one, way = self.opinion, self.chance.random()
        with self.later(3):
            if way < 0.15:
                ground = self.chance.choice((Decline.NOT_OURS, Decline.LEGAL))
                service.decline(self.clerk, one, ground=ground, text="")
            elif way < 0.22:
                service.withdraw(self.clerk, one, reason="不要办了")
        if way >= 0.22 and self.is_taken(way):
            self.is_answered()
            if number % 9 == 0:
                self.merge()

    def is_taken(self, way):
        codes = ("002", "009")
        with self.later(3):
            category = store.session.query(Category.id).filter_by(code=self.chance.choice(codes)).scalar()
            service.accept(
                self.clerk, self.opinion, title="路灯", category_id=category, stream=Stream.SERVICE,
                urgency=Urgency.ACT,
            )
            service.route(self.clerk, self.opinion, office_code=self.chance.choice((OFFICE, OFFICE_2)))
        return self.opinion.unit_code == OFFICE_2 and way >= 0.3

    def is_answered(self):
        one = self.opinion
        with self.later(3):
            service.assign(self.head, one, assignee_id=self.handler.user_id)
            if self.chance.random() < 0.5:
                with action(self.clerk, "opinion.contact", one):
                    one.contacted_at = clock.now()
        with self.later(20):
            answer(self.handler, one)
        said = {"solved": self.chance.choice([*Solved]), "satisfaction": self.chance.choice([*Satisfaction])}
        self.is_called(said)
        if self.chance.random() < 0.3 and one.replied_on:
            with self.later(4):
                service.rate(resident(one.id), one, **said)

    def is_called(self, said):
        if self.chance.random() < 0.8:
            with self.later(6):
                service.call_back(self.caller, self.opinion, is_proxy=self.chance.random() < 0.2, **said)
            if self.opinion.replied_on and self.chance.random() < 0.3:
                with self.later(3):
                    service.reopen(self.caller, self.opinion, reason="没有办好")

    def merge(self):
        with self.later(3), action(self.clerk, "opinion.merge", self.opinion):
            other = store.session.query(Opinion.id).filter(Opinion.id != self.opinion.id)
            self.opinion.merged_into_id = other.limit(1).scalar()


@pytest.fixture
def matters(db, request):
    """Made at random, with the summary kept beside from the very beginning."""
    with at(date(2026, 8, 27)):
        plant_categories()
        people = [make_actor(role) for role in (Role.CLERK, Role.HANDLER, Role.UNIT_HEAD, Role.CALLBACK)]
        assert service.recount(SYSTEM) == "民意统计的汇总数第一次建好了"
    chance = random.Random(request.param)  # noqa: S311  # the same matters each time
    some_matters(chance, people)


@pytest.mark.parametrize("matters", [1, 2], indirect=True)
def test_page_matters_and_the_auditors_sql_tell_the_same_number(db, matters, monkeypatch):
    with at(TODAY, hour=12):
        actor = make_actor(Role.HEAD)
        for period in SPANS:
            summed, counted = three_rates(actor, period), matter_by_matter(actor, period, monkeypatch)
            assert [(row.name, counts(row)) for row in summed] == [(row.name, counts(row)) for row in counted]
            sql = by_sql(period)
            total = everything(summed)
            told = {name: value for name, value in sql.items() if name not in set(NOT_COUNTED)}
            assert {name: getattr(total, name) for name in told} == told, period
            left_out = {row.name: row.received for row in summed if row.code == "-"}
            assert sorted(left_out.values()) == sorted(sql[fact] for fact in NOT_COUNTED if sql[fact]), period
        assert everything(three_rates(actor, Period(year=2026))).called >= 5
        assert agrees()


@pytest.mark.parametrize("matters", [3], indirect=True)
def test_the_total_in_excel_is_the_total_of_the_page_and_of_sql(db, matters):
    with at(TODAY, hour=12):
        actor, period = make_actor(Role.HEAD), Period(year=2026)
        export = exports.order(actor, Wanted(THREE_RATES, period, Choice()), "核对统计")
        exports.make(actor, export)
        sheet = load_workbook(BytesIO(files.path_of(files.RESULTS, export.file).read_bytes())).worksheets[0]
        line = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "全部")
        sql = by_sql(period)
        assert line[3:6] == (sql["received"], sql["done"], sql["called"])
        places = {"contacted": 7, "solved": 9, "partly": 10, "good": 13}
        assert all(line[number] in (sql[name], "<5", "*") for name, number in places.items())
        good = (sql["good"] + 0.9 * sql["fair"]) / sql["called"]
        assert line[16] == pytest.approx(good, abs=1e-9) or line[16] == "*"
        kinds = [row[2] for row in sheet.iter_rows(min_row=6, values_only=True) if isinstance(row[0], int)]
        shown = [kind for kind in kinds if kind]  # 全部 and what does not count belong to none
        order = ["村", "部门", "类别"]
        assert shown == sorted(shown, key=order.index) and set(shown) == set(order)


def test_every_deed_moves_the_summary_and_its_own_undoing_moves_it_back(db):
    plant_categories()
    service.recount(SYSTEM)
    actor = make_actor()
    empty = figures.summary()
    opinion = make_called_back()
    assert everything(three_rates(actor, Period())).called == 1
    service.reopen(make_actor(Role.CALLBACK), opinion, reason="又坏了")
    row = everything(three_rates(actor, Period()))
    assert (row.called, row.solved, row.done, row.received) == (1, 1, 0, 1)
    service.withdraw(actor, opinion, reason="不要办了")
    assert everything(three_rates(actor, Period())).received == 0
    assert figures.summary() != empty  # told in a row of its own
    assert agrees()


def _move_and_fail(opinion):
    with action(make_actor(), "opinion.withdraw", opinion):
        opinion.village_code = VILLAGE_2
        store.session.flush()
        raise RuleBroken("no")


def test_a_deed_that_fails_leaves_the_summary_as_it_was(db):
    opinion = make_replied()
    service.recount(SYSTEM)
    before = figures.summary()
    with pytest.raises(RuleBroken):
        _move_and_fail(opinion)
    assert figures.summary() == before
    make_opinion()
    assert agrees()


def test_the_night_puts_right_what_somebody_changed_by_hand_and_says_so(db):
    make_replied()
    service.recount(SYSTEM)
    db.session.execute(sa.update(Opinion).values(village_code=VILLAGE_2))
    db.session.commit()
    said = service.recount(SYSTEM)
    assert "不一样" in said and "改成逐件数的" in said
    row = next(one for one in closing_rates(make_actor(), Period()) if one.code == VILLAGE_2)
    assert row.received == 1
    assert agrees()


def test_limits_of_a_month_that_is_over_are_one_row_and_the_figures_stay_as_they_were(db):
    """Else every matter that nobody answers would leave a row of its own behind."""
    service.recount(SYSTEM)
    for number in range(3):
        late = make_handling()
        with action(SYSTEM, "nightly.run") as act:
            act.on("nightly.run", late)
            late.due_on = late.last_on = TODAY + timedelta(days=number)

    def days():
        return set(db.session.scalars(sa.select(OpinionCount.since).where(OpinionCount.overdue > 0)))

    assert days() == {TODAY + timedelta(days=number) for number in (1, 2, 3)}
    with at(date(2026, 12, 20)):
        actor = make_actor()
        before = everything(three_rates(actor, Period()))
        assert agrees()
        assert days() == {date(2026, 11, 1)}
        assert everything(three_rates(actor, Period())) == before and before.overdue == 3
        assert everything(three_rates(actor, Period(end=date(2026, 11, 30)))).overdue == 3
        make_replied()
        assert agrees()


def test_until_it_was_counted_through_once_nobody_reads_the_summary(db):
    """After an update the summary is empty beside a full table."""
    make_opinion()
    db.session.execute(sa.delete(OpinionCount))
    db.session.commit()
    actor = make_actor()
    assert not figures.is_summed(actor, Period(), clock.today())
    assert everything(three_rates(actor, Period())).received == 1
    service.recount(SYSTEM)
    assert figures.is_summed(actor, Period(), clock.today())


def test_a_matter_about_somebody_is_in_no_summary_and_counts_for_those_not_barred(db):
    service.recount(SYSTEM)
    head, clerk = make_actor(Role.HEAD), make_actor(Role.CLERK)
    make_opinion()
    without = figures.summary()
    matter = make_handling()
    name_subjects(matter, OpinionSubject(user_id=clerk.user_id))
    assert figures.summary() == without
    assert everything(three_rates(clerk, Period())).received == 1
    assert everything(three_rates(head, Period())).received == 2
    assert agrees()


def test_the_head_of_an_office_and_free_spans_are_counted_matter_by_matter(db):
    service.recount(SYSTEM)
    head, unit_head, county = make_actor(Role.HEAD), make_actor(Role.UNIT_HEAD), make_actor(Role.COUNTY)
    today = clock.today()
    assert figures.is_summed(head, Period(year=today.year), today)
    assert figures.is_summed(county, Period(), today)
    assert not figures.is_summed(unit_head, Period(), today)
    assert not figures.is_summed(make_actor(Role.HANDLER), Period(), today)
    assert not figures.is_summed(head, Period(unit=VILLAGE), today)
    assert not figures.is_summed(head, Period(start=date(2026, 11, 2)), today)
    assert not figures.is_summed(head, Period(end=date(2026, 11, 12)), today)
    assert figures.is_summed(head, Period(date(2026, 11, 1), today), today)


def test_whoever_was_not_content_stays_in_the_figures_while_it_is_done_again(db):
    """不满意 reopens at once; were only calls about the present answer counted, nobody would be unhappy."""
    service.recount(SYSTEM)
    matters = [
        make_called_back(solved=Solved.NO, satisfaction=Satisfaction.BAD),
        *(make_called_back() for _number in range(4)),
    ]
    assert matters[0].reopened == 1
    row = everything(three_rates(make_actor(), Period()))
    assert (row.called, row.solved, row.unsolved, row.bad) == (5, 4, 1, 1)
    assert float(row.good_rate) == 0.8


def test_the_county_reads_the_sum_of_its_towns(db):
    service.recount(SYSTEM)
    make_opinion()
    assert everything(three_rates(make_actor(Role.COUNTY), Period())).received == 1


def test_the_parameters_of_the_town_are_used_and_printed(db):
    for number in range(5):
        make_called_back(satisfaction=Satisfaction.FAIR if number else Satisfaction.GOOD)
    with action(make_actor(Role.SYSADMIN), "workday.change"):
        put_setting("figures_fair", "0.5")
        put_setting("figures_good", "much")
    row = everything(three_rates(make_actor(), Period()))
    assert float(row.good_rate) == pytest.approx((1 + 0.5 * 4) / 5)
    assert float(row.composite) == pytest.approx(0.1 * 0 + 0.5 * 1 + 0.4 * 0.6)
    (said,) = parameter_note(make_actor(), Period())
    assert "基本满意按 0.5 计" in said and "0.4 × 满意率" in said


def test_ratings_of_those_who_cannot_be_called_stand_apart(db):
    opinion = make_replied()
    service.rate(resident(opinion.id), opinion, satisfaction=Satisfaction.GOOD, solved=Solved.YES)
    row = everything(three_rates(make_actor(), Period()))
    assert (row.rated, row.rated_good, row.rated_solved, row.called, row.good) == (1, 1, 1, 0, 0)
    assert row.good_rate is None


def test_a_sheet_that_comes_in_is_in_the_summary(db):
    plant_categories()
    service.recount(SYSTEM)
    with action(make_actor(), "opinion.import") as act:
        for number in range(3):
            service.put_imported(
                act, outside_no=f"W{number}", title="路灯", text="坏了", submitted_on=date(2026, 9, 2),
                reply_text="修好了" if number else "", replied_on=date(2026, 9, 9) if number else None,
                category="",
            )
    row = everything(three_rates(make_actor(), Period(date(2026, 9, 1), date(2026, 9, 30))))
    assert (row.received, row.done, row.open) == (3, 2, 1)
    assert agrees()


def test_a_row_counts_by_the_code_of_its_axis():
    assert set(Axis) == {"all", "village", "office", "category"}
    assert {fact.value for fact in Fact} - {one.value for one in NOT_COUNTED} <= set(vars(Rates("", "")))
