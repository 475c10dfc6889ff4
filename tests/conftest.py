"""The application with a real database: tables once per run, real commits, emptied after each test."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

if TYPE_CHECKING:
    from flask import Flask
    from support import Visitor

WALKS = ("test_matrix", "test_recusal", "test_two_people", "test_bad_input")
"""They come to every page and every form there is, and take longest: they begin."""
POSTGRES_TOO = frozenset({
    # every form, and every page asked what nobody should ask
    "web/test_bad_input",
    # the door, locks, numbers, what two processes do at once
    "service/test_door", "service/test_line", "service/test_bookings", "service/test_field",
    "service/test_jobs", "service/test_hall", "service/test_ratings",
    "service/test_assessments", "service/test_sealed_boxes", "service/test_merging",
    "service/test_receiving", "service/test_hall_clocks",
    # SQL of its own: searches, sums, streams, imports, retention
    "service/test_search", "service/test_household_finding", "service/test_exports",
    "service/test_report_rows", "service/test_opinions_figures", "service/test_hall_figures",
    "service/test_hall_reports", "service/test_visits_reports", "service/test_opinions_reports",
    "service/test_contacts_reports", "service/test_goals", "service/test_imports",
    "service/test_imports_undo", "service/test_catalogue", "service/test_outreach",
    "service/test_opinions_retention", "service/test_traces", "service/test_backup", "service/test_tray",
})
"""PostgreSQL answers these in every run: between them they come to every page, form and kind of question."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Everything runs on SQLite, what is listed above on PostgreSQL too.

    With TRACKER_TEST_DATABASE_URL all service and web tests run on that database as well.
    """
    if "database" not in metafunc.fixturenames:
        return
    kinds, file = [pytest.param("sqlite")], Path(metafunc.module.__file__)
    is_asked = bool(os.environ.get("TRACKER_TEST_DATABASE_URL"))
    place = f"{file.parent.name}/{file.stem}"
    if file.parent.name in ("service", "web") and (is_asked or place in POSTGRES_TOO):
        kinds.append(pytest.param("postgres", marks=pytest.mark.postgres))
    metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each database by itself, its walks first: at the end no worker is left alone with one of them."""
    items.sort(key=lambda item: ("postgres" in item.keywords, item.path.stem not in WALKS))


def pytest_collection_finish() -> None:
    """What stands after collecting stays to the end: no need to look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def instance() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-"))
    folder.chmod(0o700)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the database under test; empty: SQLite in the instance folder."""
    import postgres

    if request.param == "sqlite":
        yield ""
        return
    if not postgres.is_possible():
        pytest.skip(postgres.NONE_HERE)
    with postgres.running() as url:
        yield url


def hurry(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def app(instance: Path, database: str) -> Iterator["Flask"]:
    from support import Visitor

    from tracker.app import create_app
    from tracker.store.base import Base
    from tracker.store.db import db
    from tracker.store.secrets import cheap_hashing

    cheap_hashing()
    application = create_app({"INSTANCE": str(instance), "DATABASE_URL": database, "TESTING": True})
    application.test_client_class = Visitor
    with application.app_context():
        if db.engine.dialect.name == "sqlite":
            # nobody pulls the plug here; what a cut of power leaves is tested with processes of their own
            sa.event.listen(db.engine, "connect", hurry)
            db.engine.dispose()
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
    yield application
    with application.app_context():
        db.engine.dispose()


@cache
def emptying(dialect: str) -> tuple[str, ...]:
    """Every table emptied; PostgreSQL hears it in one breath, SQLite is next door."""
    from tracker.store.base import Base

    deletes = tuple(str(table.delete()) for table in reversed(Base.metadata.sorted_tables))
    return ("; ".join(deletes),) if dialect == "postgresql" else deletes


@pytest.fixture
def db(app: "Flask") -> Iterator[Any]:
    """The database inside an application context; every table is emptied afterwards."""
    from tracker.store import search
    from tracker.store.db import db as database

    with app.app_context():
        yield database
        database.session.rollback()
        database.session.remove()
        with database.engine.begin() as connection:
            for statement in emptying(connection.dialect.name):
                connection.exec_driver_sql(statement)
            search.clear_all(connection)


@pytest.fixture
def visitor(app: "Flask", db: Any) -> "Visitor":
    """Somebody without a login."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def as_user(app: "Flask", db: Any) -> Callable[..., "Visitor"]:
    """as_user(user) → a Visitor signed in as this person, in the first post or the one of `role`."""
    from tracker.store import sessions

    def sign_in(user: Any, role: Any = None) -> "Visitor":
        client = app.test_client()
        data = {"post": next(p.id for p in user.posts if p.role == role)} if role else {}
        token = sessions.start("desk", user.id, data, 30)
        client.set_cookie("tracker_desk", token)
        return client  # type: ignore[return-value]

    return sign_in
