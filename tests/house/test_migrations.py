"""A database filled by the program of the migration before comes up to the newest with every record of it."""

import json
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path

import alembic.command
import postgres
import pytest
import sqlalchemy as sa
from factories import make_actor

from tracker.domain.roles import Role
from tracker.township.queries import work_calendar

FILLED = Path(__file__).parents[1] / "data"
"""house_<revision>.json is what that program wrote: {"keys": its key ring, "rows": {table: [row]}}, bytes as
{"hex": …}."""


def fill(engine, rows):
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name, found in rows.items():
            table = tables.tables[name]
            made = [{name: plain(table.c[name], value) for name, value in row.items()} for row in found]
            connection.execute(table.insert(), made)
        if engine.dialect.name == "postgresql":
            for table in tables.sorted_tables:
                if "id" in table.c and isinstance(table.c.id.type, sa.Integer):
                    connection.execute(
                        sa.text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1000)")
                    )


def plain(column, value):
    """A value of the file as the driver takes it."""
    if isinstance(value, dict) and "hex" in value:
        return bytes.fromhex(value["hex"])
    if isinstance(value, str) and isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, sa.JSON):
        return json.loads(value)
    return bool(value) if value is not None and isinstance(column.type, sa.Boolean) else value


def counts(engine):
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


POSTGRES = pytest.mark.postgres


@pytest.mark.parametrize(
    ("revision", "kind"),
    [
        ("0002", "sqlite"), ("0004", "sqlite"), pytest.param("0003", "postgres", marks=POSTGRES),
        pytest.param("0004", "postgres", marks=POSTGRES),
    ],
)
def test_a_filled_database_of_a_program_before_comes_up_whole(app, tmp_path, revision, kind):
    from tracker.app import create_app, settle_in
    from tracker.excel.report import Period
    from tracker.exports import service as exports
    from tracker.exports.offered import REPORTS
    from tracker.exports.rules import Choice
    from tracker.overview.service import nightly
    from tracker.store import audit, schema
    from tracker.store.db import db

    if kind == "postgres" and not postgres.is_possible():
        pytest.skip(postgres.NONE_HERE)
    filled = json.loads((FILLED / f"house_{revision}.json").read_text(encoding="utf-8"))
    look = {"0002": look_at_the_matters, "0003": look_at_the_visits, "0004": look_at_the_hall}[revision]
    instance = tmp_path / "old"
    instance.mkdir(mode=0o700)
    keys = instance / "keys.json"
    keys.touch(mode=0o600)
    keys.write_text(json.dumps(filled["keys"]))
    with postgres.running() if kind == "postgres" else nullcontext("") as url:
        other = create_app({"INSTANCE": str(instance), "DATABASE_URL": url, "TESTING": True})
        with other.app_context():
            alembic.command.upgrade(schema.alembic_config(), revision)
            fill(db.engine, filled["rows"])
            before = counts(db.engine)
            assert before["opinion"] and before["visit"] and before["problem"]

            assert schema.upgrade() and schema.is_newest()

            after = counts(db.engine)
            assert {name: after[name] for name in before} == before
            assert audit.verify().first_bad is None
            look()
            nightly()
            look()
            head = make_actor(Role.HEAD)
            export = exports.order(head, exports.Wanted(REPORTS["opinion-ledger"], Period(), Choice()))
            exports.make(head, export)
            assert export.row_count == before["opinion"]
            db.session.remove()
            db.engine.dispose()
    settle_in(app)


def look_at_the_matters():
    """Clocks, answers, calls and ratings say what they said before; the words open with the old keys."""
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import ClockKind, Solved, Status, Stream
    from tracker.store.db import db

    found = db.session.scalars(sa.select(Opinion).order_by(Opinion.id)).all()
    by_status = {}
    for one in found:
        by_status.setdefault(one.status, []).append(one)
        assert one.text and one.behalf_name == ""
    [closed], [replied], [declined] = (by_status[s] for s in (Status.CLOSED, Status.REPLIED, Status.DECLINED))
    assert [(one.kind, one.length) for one in replied.clocks] == [(ClockKind.HOTLINE, 5)]
    assert replied.clocks[0].stopped_on == replied.replied_on and replied.reply.text
    assert closed.rating.solved is Solved.YES and closed.calls_now[0].solved is Solved.YES
    assert declined.clocks == []
    [petition] = [one for one in found if one.stream is Stream.CLAIM]
    assert petition.due_on == petition.clocks[0].due_on and petition.last_on <= petition.due_on
    again = next(one for one in found if one.reopened)
    assert again.reply is None and again.rating is None and again.calls[0].solved is Solved.NO


def look_at_the_visits():
    """Words, corrections, households and the way of each problem stand as they stood."""
    from tracker.households.models import Household
    from tracker.problems.models import Problem, ProblemNote
    from tracker.problems.rules import Status, Urgency
    from tracker.store.db import db
    from tracker.visits.models import ContactLink, Visit, VisitVersion

    [home] = db.session.scalars(sa.select(Household))
    assert (home.head_name, home.phone, home.number) == ("欧阳修文", "13812345678", 1)
    assert {link.household_id for link in db.session.scalars(sa.select(ContactLink))} == {home.id, None}
    corrected, _elsewhere = db.session.scalars(sa.select(Visit).order_by(Visit.id))
    [before] = db.session.scalars(sa.select(VisitVersion))
    assert corrected.words == "改过的话" and before.words == "井里的水发浑" and before.reason == "记错了"
    problems = db.session.scalars(sa.select(Problem).order_by(Problem.id)).all()
    assert [one.status for one in problems] == [
        Status.SETTLED, Status.REGISTERED, Status.REGISTERED, Status.ASSIGNED, Status.CHECKED
    ]
    assert all(one.content and one.urgency is Urgency.USUAL for one in problems)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ProblemNote)) == 5


def look_at_the_hall():
    """Every task stands where it stood, its notice has a row of its own, its rating is there."""
    from tracker.catalogue.models import ServiceItem
    from tracker.catalogue.queries import search
    from tracker.hall.models import Task, TaskNotice, TaskRating
    from tracker.hall.rules import Level, RatingChannel, Status
    from tracker.store.db import db

    tasks = db.session.scalars(sa.select(Task).order_by(Task.id)).all()
    assert [one.status for one in tasks] == [
        Status.TOLD, Status.DELIVERED, Status.ACCEPTED, Status.DECLINED, Status.RECEIVED
    ]
    [told] = db.session.scalars(sa.select(TaskNotice))
    assert (told.task_id, told.number, told.words) == (tasks[0].id, 1, "缺户口簿复印件")
    running = tasks[2]
    assert running.times.clock is not None
    assert running.times.clock.due_on(work_calendar()) == running.due_on
    [rating] = db.session.scalars(sa.select(TaskRating))
    assert (rating.level, rating.words, rating.channel) == (Level.BAD, "等了很久", RatingChannel.SLIP)
    assert len(search(make_actor(Role.PUBLIC), "gljt")) == db.session.scalar(
        sa.select(sa.func.count()).select_from(ServiceItem)
    )
