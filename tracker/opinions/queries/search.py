"""全文检索: the matters that hold what somebody typed, among those this person may see, and no others.

Words of two characters and more are found wherever they stand: title, text, place, signed replies,
supplements. Names and numbers of residents are not in the index; a whole number is compared as it is.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import lazyload, selectinload

from tracker.domain.bigrams import holds, is_pair, joined, terms
from tracker.opinions.models import Opinion, Reply, Supplement
from tracker.opinions.rules import Status
from tracker.people.queries import ids_by_pinyin
from tracker.store.db import db
from tracker.store.search import OPINIONS, tokens
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.queries import villages_by_pinyin

PHONE_PLACE = "opinion.phone"
PHONE_DIGITS = 7
MOST = 1001
"""So many are looked for when the index alone cannot say: one more than a list counts."""
BATCH = 200
NUMBER = re.compile(r"[0-9\uff10-\uff19-]")
LETTERS = re.compile("[A-Za-z]{2,60}")
BY_INDEX = "tracker_by_index"


def words_of(opinion: Opinion) -> str:
    """What a matter is found by, in normal spelling."""
    signed = [one.text for one in opinion.replies if one.replied_on]
    later = [*signed, *(one.text for one in opinion.supplements)]
    return joined([opinion.title, opinion.text, opinion.place, *later])


def ids_after(after: int, count: int) -> Sequence[int]:
    """The next matters by id that the index should hold, whoever may see them."""
    query = sa.select(Opinion.id).where(
        Opinion.id > after, Opinion.status != Status.SEALED, Opinion.anonymised_on.is_(None)
    )
    return db.session.scalars(query.order_by(Opinion.id).limit(count)).all()


def with_words(ids: Sequence[int]) -> Sequence[Opinion]:
    """These matters with all their words, for the upkeep of the index."""
    query = sa.select(Opinion).where(Opinion.id.in_(ids))
    words = (selectinload(Opinion.replies), selectinload(Opinion.supplements), lazyload(Opinion.subjects))
    return db.session.scalars(query.options(*words)).all()


def narrowed(query: sa.Select[Opinion], text: str) -> sa.Select[Opinion]:
    """Those of a list's matters that hold every word of `text`; call it last, it asks the index at once.

    One character alone, or only punctuation, is looked for in numbers and titles.
    """
    asked, pairs = terms(text), _pairs(text)
    if not pairs:
        return query.where(matches(text))
    if not _is_exact(text):
        found: sa.ColumnElement[bool] = Opinion.id.in_(_verified(query, asked, pairs))
        return query.where(sa.or_(found, *_beside(text)))
    joined_query = query.join(OPINIONS.table, Opinion.id == OPINIONS.record()).where(OPINIONS.holds(pairs))
    newest = joined_query.with_only_columns(Opinion.id).order_by(OPINIONS.record().desc()).limit(MOST)
    ids = db.session.scalars(newest).all()
    if len(ids) < MOST:
        return query.where(Opinion.id.in_(ids))
    return joined_query.execution_options(**{BY_INDEX: True})


def order_of(query: sa.Select[Opinion]) -> tuple[sa.UnaryExpression[Any], ...]:
    """The newest first; of more than a list counts, those entered last: the index stops at the page's end."""
    if query.get_execution_options().get(BY_INDEX):
        return (OPINIONS.record().desc(),)
    return (Opinion.created_at.desc(), Opinion.id.desc())


def older_than(query: sa.Select[Opinion], after: tuple[datetime, int]) -> sa.ColumnElement[bool]:
    """What comes after the last row of a page, in order_of(query)."""
    if query.get_execution_options().get(BY_INDEX):
        return OPINIONS.record() < after[1]
    return sa.tuple_(Opinion.created_at, Opinion.id) < after


def _is_exact(text: str) -> bool:
    """Can the index alone answer? Words of exactly two characters, and no number and no pinyin among them."""
    if NUMBER.search(text) or LETTERS.fullmatch(text.strip()):
        return False
    return all(map(is_pair, terms(text)))


def _beside(text: str) -> list[sa.ColumnElement[bool]]:
    """What else a text may mean that the index does not hold: a number, or letters for a name."""
    if LETTERS.fullmatch(text.strip()):
        return [_by_pinyin(text.strip())]
    return [matches(text)] if NUMBER.search(text) else []


def matches(text: str) -> sa.ColumnElement[bool]:
    """Number, title, outside number, or a whole telephone number."""
    found: list[sa.ColumnElement[bool]] = [
        Opinion.ref.contains(text, autoescape=True),
        Opinion.title.contains(text, autoescape=True),
        Opinion.outside_no == text,
    ]
    phone = normal_phone(text)
    if len(phone) >= PHONE_DIGITS:
        found.append(Opinion.phone_index == blind_index(PHONE_PLACE, phone))
    return sa.or_(*found)


def _by_pinyin(letters: str) -> sa.ColumnElement[bool]:
    """王建文's matters by wjw, those of 王家坝 by wangjiab; residents' names are never compared."""
    return sa.or_(
        Opinion.assignee_id.in_(ids_by_pinyin(letters)), Opinion.village_code.in_(villages_by_pinyin(letters))
    )


def _pairs(text: str) -> list[str]:
    return list(dict.fromkeys(pair for one in terms(text) for pair in tokens(one)))


def _verified(query: sa.Select[Opinion], asked: list[str], pairs: list[str]) -> list[int]:
    """Ids of the newest matters that hold the words themselves, not their pairs only."""
    found: list[int] = []
    for batch in _candidates(query, pairs):
        texts = {row.id: joined([row.title, row.text, row.place]) for row in batch}
        missing = [one for one, text in texts.items() if not holds(text, asked)]
        for one, text in _later_texts(missing):
            texts[one] = joined([texts[one], text])
        found += [one for one, text in texts.items() if holds(text, asked)]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _candidates(
    query: sa.Select[Opinion], pairs: list[str]
) -> Iterator[Sequence[sa.Row[int, str, str, str]]]:
    rows = (
        query.join(OPINIONS.table, Opinion.id == OPINIONS.record())
        .where(OPINIONS.holds(pairs))
        .with_only_columns(Opinion.id, Opinion.title, Opinion.text, Opinion.place)
        .order_by(OPINIONS.record().desc())
        .limit(BATCH)
    )
    batch = db.session.execute(rows).all()
    while batch:
        yield batch
        older = rows.where(OPINIONS.record() < batch[-1].id)
        batch = db.session.execute(older).all() if len(batch) == BATCH else []


def _later_texts(ids: list[int]) -> Iterator[tuple[int, str]]:
    """(matter, text) of signed replies and of supplements."""
    if not ids:
        return
    signed = sa.select(Reply.opinion_id, Reply.text).where(Reply.replied_on.is_not(None))
    for query in (
        signed.where(Reply.opinion_id.in_(ids)).order_by(Reply.id),
        sa.select(Supplement.opinion_id, Supplement.text)
        .where(Supplement.opinion_id.in_(ids))
        .order_by(Supplement.id),
    ):
        for row in db.session.execute(query):
            yield row.opinion_id, row.text
