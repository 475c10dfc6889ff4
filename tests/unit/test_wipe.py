"""抹掉 while people work: a reader who stays stops no writer, and the journal is emptied in the end."""

import threading
import time

import sqlalchemy as sa

from tracker.store.wipe import wipe

AT_MOST_SECONDS = 5
"""A tenth of what a writer waits for would do; the rest is for a machine that is busy."""


def test_a_reader_who_stays_keeps_nobody_from_writing_while_the_journal_is_emptied(app, db, instance):
    journal = instance / "tracker.db-wal"
    with db.engine.begin() as writer:
        writer.execute(sa.text("CREATE TABLE spare (a INTEGER)"))
    reader = db.engine.connect()
    reader.execute(sa.text("SELECT count(*) FROM spare")).all()
    with db.engine.begin() as writer:
        writer.execute(sa.text("INSERT INTO spare VALUES (1)"))

    def run():
        with app.app_context():
            wipe()

    wiping = threading.Thread(target=run)
    wiping.start()
    time.sleep(0.3)
    since = time.monotonic()
    with db.engine.begin() as writer:
        writer.execute(sa.text("INSERT INTO spare VALUES (2)"))
    took = time.monotonic() - since
    assert wiping.is_alive() and journal.stat().st_size, "the reader has not held it up at all"
    reader.close()
    wiping.join(30)
    assert took < AT_MOST_SECONDS
    assert journal.stat().st_size == 0
    with db.engine.begin() as writer:
        writer.execute(sa.text("DROP TABLE spare"))
