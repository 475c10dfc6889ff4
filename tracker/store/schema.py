"""The schema of a database: bring it to the newest migration, refuse one that is newer than the code."""

from pathlib import Path

import alembic.command
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tracker.domain.errors import TrackerError
from tracker.store import search
from tracker.store.db import db

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaUnusable(TrackerError):
    """The database was written by a newer program than this one."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def current() -> str | None:
    """The migration this database stands at; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_newest() -> bool:
    return current() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def wipe() -> None:
    """Take every table away: for demo data that were never finished, and for nothing else."""
    db.session.remove()  # what it has read is about to vanish
    with db.engine.begin() as connection:
        search.drop_all(connection)
        kept = sa.MetaData()
        kept.reflect(connection)
        kept.drop_all(connection)


def upgrade() -> bool:
    """Bring the schema to head; answers whether anything had to be done."""
    script = ScriptDirectory.from_config(alembic_config())
    at = current()
    if at == script.get_current_head():
        return False
    if at is not None and at not in {revision.revision for revision in script.walk_revisions()}:
        raise SchemaUnusable("数据库比程序新，请换用较新的程序")
    alembic.command.upgrade(alembic_config(), "head")
    return True
