"""The demonstration: two years of work in every state, all by the rules, and the clock as it was before."""

import json
import re
import stat
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tracker.domain import clock
from tracker.store import audit, secrets
from tracker.store.base import Base

CONTRACT = (
    "clerk cadre cadre2 handler unithead callback window windowhead agent deputy head org committee "
    "discipline sysadmin secadmin auditor county"
).split()


@pytest.fixture(scope="module")
def built(app, tmp_path_factory) -> Any:
    """The whole demonstration, once for this module, emptied afterwards."""
    from tracker import demo
    from tracker.store.db import db

    logins = tmp_path_factory.mktemp("demo") / "demo-logins.json"
    shift, hasher = clock._shift, secrets._hasher
    with app.app_context():
        demo.build(scale=1, logins_file=logins)
        yield {
            "logins": logins, "shift": (shift, clock._shift), "hashers": (hasher, secrets._hasher),
        }
        db.session.rollback()
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())


def rows(query: sa.Select[Any]) -> list[Any]:
    from tracker.store.db import db

    return list(db.session.execute(query))


def statuses(table: str) -> Counter[str]:
    column = Base.metadata.tables[table].c.status
    return Counter(str(row[0].value) for row in rows(sa.select(column)))


def test_every_account_of_the_contract_is_there_and_the_file_is_private(built):
    accounts = json.loads(Path(built["logins"]).read_text())
    assert {one["login"] for one in accounts} >= set(CONTRACT)
    asked = {"login", "password", "name", "role", "unit"}
    assert all(set(one) - {"passphrase"} == asked for one in accounts)
    assert [one["login"] for one in accounts if "passphrase" in one] == ["discipline"]
    assert len({one["password"] for one in accounts}) == len(accounts)
    assert stat.S_IMODE(Path(built["logins"]).stat().st_mode) == 0o600


def test_each_account_holds_exactly_its_role_and_signs_in(built):
    from tracker.domain.roles import LABELS, Role
    from tracker.people.queries import actor_by_login, roles_of, user_by_login
    from tracker.store.secrets import check_secret

    roles = {"cadre2": Role.CADRE}
    for one in json.loads(Path(built["logins"]).read_text()):
        actor, user = actor_by_login(one["login"]), user_by_login(one["login"])
        assert actor is not None and user is not None
        assert check_secret(user.password_hash, one["password"])
        assert not user.must_change_password
        if one["login"] in CONTRACT:
            role = roles.get(one["login"]) or Role(one["login"])
            assert roles_of(user.id) == [role] and one["role"] == LABELS[role]


def test_nobody_else_has_a_password(built):
    from tracker.people.models import User

    logins = {row.login for row in rows(sa.select(User.login).where(User.password_hash.is_not(None)))}
    assert logins == {one["login"] for one in json.loads(Path(built["logins"]).read_text())}


def test_passwords_cost_again_what_they_did(built):
    before, after = built["hashers"]
    assert before is after


def test_somebody_holds_two_posts(built):
    from tracker.people.models import Post

    held = rows(sa.select(Post.user_id, sa.func.count()).group_by(Post.user_id))
    assert max(count for _user, count in held) == 2


FLOWS = {
    "opinion": "tracker.opinions.rules:FLOW",
    "sealed": "tracker.sealed.rules:FLOW",
    "problem": "tracker.problems.rules:FLOW",
    "service_item": "tracker.catalogue.rules:FLOW",
    "task": "tracker.hall.rules:FLOW",
    "outreach": "tracker.outreach.rules:FLOW",
    "booking": "tracker.line.rules:BOOKING_FLOW",
    "rating_case": "tracker.hall.rules:CASE_FLOW",
    "coming": "tracker.line.rules:FLOW",
    "appraisal": "tracker.assessments.rules:FLOW",
    "assessment_plan": "tracker.assessments.rules:PLAN_FLOW",
}


@pytest.mark.parametrize("table", FLOWS)
def test_every_state_of_every_flow_can_be_seen(built, table):
    import importlib

    module, name = FLOWS[table].split(":")
    flow = getattr(importlib.import_module(module), name)
    assert set(statuses(table)) == {state.value for state in flow.states()}


ASKED_FOR = {
    "task_pause.state": "tracker.hall.rules:PauseState",
    "task_handover.state": "tracker.hall.rules:HandoverState",
}


@pytest.mark.parametrize("column", ASKED_FOR)
def test_what_is_asked_for_can_be_seen_waiting_granted_and_refused(built, column):
    import importlib

    (table, name), (module, states) = column.split("."), ASKED_FOR[column].split(":")
    found = {row[0] for row in rows(sa.select(Base.metadata.tables[table].c[name]))}
    assert found == set(getattr(importlib.import_module(module), states))


def test_an_extension_waits_is_granted_and_is_refused(built):
    from tracker.hall.models import TaskExtension

    assert {row[0] for row in rows(sa.select(TaskExtension.is_granted))} == {None, True, False}


def test_a_task_from_a_visit_went_through_the_window_to_the_word_of_the_resident(built):
    from tracker.hall.models import Task, TaskRating
    from tracker.hall.rules import Channel

    rated = sa.select(TaskRating.agent_id).join(Task).where(Task.channel == Channel.AGENT)
    assert [row for row in rows(rated) if row[0]], "it counts for whoever ran the errand"


def test_there_is_as_much_as_the_contract_says(built):
    from tracker.households.models import Household
    from tracker.township.queries import towns, villages
    from tracker.visits.models import Visit

    town = next(one for one in towns() if one.name == "石门镇")
    found = villages(town.unit_code)
    assert len(found) == 12 and sum(one.is_key_village for one in found) == 3
    assert len(towns()) == 2
    counts = [rows(sa.select(sa.func.count()).select_from(model))[0][0] for model in (Household, Visit)]
    assert counts[0] == 240 and counts[1] >= 400
    assert 150 <= statuses("opinion").total() <= 200
    assert 190 <= statuses("task").total() <= 230
    assert 80 <= statuses("problem").total() <= 140
    assert statuses("service_item")["published"] == 25


def test_residents_spoke_by_every_channel_and_in_every_degree_of_openness(built):
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import Channel, Contact

    assert {row[0] for row in rows(sa.select(Opinion.channel).distinct())} == set(Channel)
    assert {row[0] for row in rows(sa.select(Opinion.contact).distinct())} == set(Contact)


def test_some_matters_are_overdue_and_some_due_on_the_next_working_day(built):
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import OPEN
    from tracker.township.queries import work_calendar

    due = [row[0] for row in rows(sa.select(Opinion.due_on).where(Opinion.status.in_(OPEN))) if row[0]]
    assert sum(day < clock.today() for day in due) >= 4
    assert due.count(work_calendar().add(clock.today(), 1)) >= 3


def test_nothing_ordinary_went_the_sealed_way(built):
    assert statuses("sealed").total() == 5
    assert statuses("opinion")["sealed"] == 1


def test_no_ordinary_sentence_would_be_taken_for_an_accusation(built):
    """A name or title of the staff list in a sentence would seal the matter, at some scale or on some day."""
    from tracker.demo import town, words_steps
    from tracker.demo.words_livelihood import LIVELIHOOD
    from tracker.demo.words_matters import MATTERS
    from tracker.sealed.rules import Way
    from tracker.sealed.service import way_of

    blanks = {"village": "云溪村", "group": "第一组", "span": "一个多月", "n": "三"}
    rated = (*words_steps.RATED_GOOD, *words_steps.RATED_FAIR, *words_steps.RATED_BAD)
    texts = [*words_steps.SUPPLEMENTS, *words_steps.OPENINGS, *words_steps.CLOSINGS, *rated]
    texts += [text for one in (*MATTERS, *LIVELIHOOD) for text in (*one.told, one.title, one.place)]
    for text in texts:
        found = way_of(town.TOWN, (text.format(**blanks),), is_accusation=False)
        assert found.way is Way.ORDINARY, text


def test_the_audit_chain_is_whole(built):
    verdict = audit.verify()
    assert verdict.first_bad is None and verdict.missed is None
    assert verdict.count > 3000


def test_no_date_lies_in_the_future_but_deadlines_and_promises(built):
    ahead = {
        "due_on", "tell_by", "correct_by", "promised_on", "summary_due_on", "publicity_ends_on", "expires_at",
        "until_on", "until", "deferred_until", "last_on", "due_at", "review_until", "opinion_count.since",
        "falls_on", "valid_until", "booking.day", "home_on", "follow_by", "mend_by",
        "contact_by",
    }
    now, today = clock.now(), clock.today()
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if column.type.python_type not in (date, datetime) or {column.name, str(column)} & ahead:
                continue
            latest = rows(sa.select(sa.func.max(column)))[0][0]
            limit = now if isinstance(latest, datetime) else today
            assert latest is None or latest <= limit, f"{table.name}.{column.name}: {latest}"


def test_staff_worked_on_working_days(built):
    from tracker.store.audit import AuditEntry
    from tracker.township.queries import work_calendar

    calendar = work_calendar()
    query = sa.select(AuditEntry.at).where(AuditEntry.user_id.is_not(None))
    moments = [clock.local(row.at) for row in rows(query)]
    assert all(calendar.is_workday(moment.date()) and 8 <= moment.hour < 19 for moment in moments)
    assert (max(moments) - min(moments)).days > 700


def test_the_places_for_excellent_hold(built):
    from tracker.assessments.models import Appraisal, Plan
    from tracker.assessments.rules import PlanStatus
    from tracker.domain.grades import Grade

    plans = [row[0] for row in rows(sa.select(Plan).where(Plan.status == PlanStatus.CLOSED))]
    assert len(plans) == 1
    for pool in plans[0].pools:
        query = sa.select(sa.func.count()).select_from(Appraisal).where(
            Appraisal.plan_id == plans[0].id, Appraisal.group == pool.group,
            Appraisal.final_grade == Grade.EXCELLENT,
        )
        assert 0 < rows(query)[0][0] <= pool.quota.ceiling


def test_the_clock_goes_on_as_before(built):
    before, after = built["shift"]
    assert before == after


def test_the_clock_goes_on_as_before_also_after_a_failure():
    from tracker.demo.timetable import clock_kept

    def go_wrong() -> None:
        with clock_kept():
            clock.start_at(datetime(2001, 1, 1, tzinfo=clock.SHANGHAI))
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        go_wrong()
    assert clock.now().year > 2001


def test_no_two_residents_share_a_telephone_and_none_has_a_real_one(built):
    from tracker.households.models import Household
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import Channel

    brought = {row[0] for row in rows(sa.select(Opinion.phone).where(Opinion.channel == Channel.FIELD))}
    others = sa.select(Opinion.phone).where(Opinion.channel != Channel.FIELD)
    phones = [row[0] for query in (sa.select(Household.phone), others) for row in rows(query) if row[0]]
    assert len(set(phones)) == len(phones), "only what a visit brought back is in a household's own name"
    assert all(re.fullmatch(r"1990\d{7}", phone) for phone in [*phones, *(brought - {None, ""})])


def test_no_sentence_has_a_blank_left(built):
    from tracker.opinions.models import Opinion, Reply
    from tracker.problems.models import Problem

    for column in (Opinion.text, Opinion.title, Opinion.place, Reply.text, Problem.content):
        assert not [row[0] for row in rows(sa.select(column)) if re.search(r"[{}]|None", row[0])]
