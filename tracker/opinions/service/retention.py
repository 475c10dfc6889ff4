"""匿名化: a year after its end a matter forgets who spoke up; what was said and done stays, blotted."""

from datetime import timedelta

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.queries.retention import past_keeping
from tracker.opinions.rules.retention import forgotten, kept_days
from tracker.opinions.service import indexing
from tracker.opinions.service.notes import FEELINGS, TEXTS
from tracker.pictures import service as pictures
from tracker.store.action import Act, action
from tracker.store.search import OPINIONS
from tracker.store.wipe import wipe
from tracker.township.queries import setting

DAYS = "opinion_anonymise_days"
"""Setting of the town: calendar days after the end; unset: a year."""
BATCH = 50
TABLES = ("picture", "picture_original", "picture_look", OPINIONS.name, "opinion", *(
    relation.target.name for relation in Opinion.__mapper__.relationships
))


def anonymise(actor: Actor) -> int:
    """Every matter whose time is over, some at a time; answers how many. Doing it again does nothing."""
    done = 0
    while True:
        with action(actor, "opinion.anonymise") as act:
            before = act.today - timedelta(days=kept_days(setting(DAYS)))
            batch = past_keeping(before, BATCH)
            for opinion in batch:
                act.on("opinion.anonymise", opinion)
                _forget(act, opinion)
        done += len(batch)
        if len(batch) < BATCH:
            break
    if done:
        with action(actor, "opinion.anonymise"):
            OPINIONS.tidy()
        wipe(*TABLES)
    return done


def _forget(act: Act, opinion: Opinion) -> None:
    names = [name for name in (opinion.name, opinion.behalf_name) if name]
    opinion.text, opinion.title = forgotten(opinion.text, names), forgotten(opinion.title, names)
    for part, columns in TEXTS.items():
        for record in getattr(opinion, part):
            for column in columns:
                setattr(record, column, forgotten(getattr(record, column), names))
    for part, columns in FEELINGS.items():
        for record in getattr(opinion, part):
            for column in columns:
                setattr(record, column, "")
    opinion.name = opinion.phone = opinion.behalf_name = opinion.place = ""
    opinion.phone_index, opinion.anonymised_on = None, act.today
    pictures.drop(act, Opinion.__tablename__, opinion.id)
    indexing.index(act, opinion)
