"""A database full of records comes up to the newest schema with every one of them."""

from contextlib import nullcontext

import alembic.command
import postgres
import pytest
import sqlalchemy as sa
from factories import make_actor, make_town
from factories_hall import make_task
from factories_opinions import make_handling
from factories_visits import make_household, make_problem, make_visit

from tracker.domain.roles import Role

FIRST = "0001"


def counts(engine):
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_filled_database_of_the_first_house_comes_up_whole(app, tmp_path, kind):
    from tracker.app import create_app, settle_in
    from tracker.excel.report import Period
    from tracker.exports import service as exports
    from tracker.exports.offered import REPORTS
    from tracker.exports.rules import Choice
    from tracker.store import audit, schema
    from tracker.store.db import db

    if kind == "postgres" and not postgres.is_possible():
        pytest.skip(postgres.NONE_HERE)
    with postgres.running() if kind == "postgres" else nullcontext("") as url:
        other = create_app({"INSTANCE": str(tmp_path / "old"), "DATABASE_URL": url, "TESTING": True})
        with other.app_context():
            alembic.command.upgrade(schema.alembic_config(), FIRST)
            make_town()
            cadre = make_actor(Role.CADRE)
            make_visit(cadre, make_household())
            make_problem(cadre), make_handling(), make_task()
            db.session.remove()
            before = counts(db.engine)
            assert before["visit"] == 1 and before["task"] == 1 and "job" not in before

            assert schema.upgrade() and schema.is_newest()

            after = counts(db.engine)
            assert {name: after[name] for name in before} == before
            assert audit.verify().first_bad is None
            head = make_actor(Role.HEAD)
            export = exports.order(head, exports.Wanted(REPORTS["visit-ledger"], Period(), Choice()))
            exports.make(head, export)
            assert export.row_count == 1
            db.session.remove()
            db.engine.dispose()
    settle_in(app)
