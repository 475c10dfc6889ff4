"""What the desk asks while it registers (代录): villages as people type them, order numbers, slips."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pypinyin
import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion, Reply, ReplyTemplate, Slip
from tracker.opinions.rules import Channel, Stream
from tracker.store import receipts
from tracker.store.access import allows, visible
from tracker.store.db import db
from tracker.township.queries import village_choices

SUFFIXES = ("村", "社区", "居委会")


def villages_like(town_code: str, text: str) -> list[tuple[str, str]]:
    """(code, name) of the villages somebody means by 汉字, full pinyin, initials or the code (ux.md K7).

    Those that fit as a whole; only where there are none, those that begin with it or hold it.
    """
    wanted = "".join(text.lower().split())
    if not wanted:
        return []
    villages = village_choices(town_code)
    whole = [one for one in villages if wanted == one[0] or wanted in _spellings(one[1])]
    return whole or [one for one in villages if any(wanted in said for said in _spellings(one[1]))]


@lru_cache(maxsize=2048)
def _spellings(name: str) -> tuple[str, ...]:
    """石门村: 石门村 shimencun smc 石门 shimen sm."""
    return tuple(said for form in _forms(name) for said in _said(form))


def _forms(name: str) -> Iterator[str]:
    yield name
    short = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
    if short and short != name:
        yield short


def _said(name: str) -> tuple[str, str, str]:
    syllables = pypinyin.lazy_pinyin(name)
    return name.lower(), "".join(syllables).lower(), "".join(one[:1] for one in syllables).lower()


def seen_with_number(actor: Actor, outside_no: str) -> Opinion | None:
    """The matter with this order number, if this actor may see it: a hidden one does not answer."""
    return db.session.scalar(
        visible(actor, "opinion.view", Opinion)
        .where(Opinion.town_code == actor.town_code, Opinion.outside_no == outside_no)
        .order_by(Opinion.id).limit(1)
    )


def slip_numbered(town_code: str, number: str) -> Slip | None:
    return db.session.scalar(sa.select(Slip).where(Slip.town_code == town_code, Slip.slip_no == number))


def numbers_of_slips(town_code: str, handles: Sequence[str]) -> dict[str, str]:
    """{first eight digits of the receipt: number} of slips that are still out."""
    rows = db.session.scalars(
        sa.select(Slip).where(Slip.town_code == town_code, Slip.handle.in_(handles))
    )
    return {one.handle: one.slip_no for one in rows}


def reply_templates(
    actor: Actor, stream: Stream | None = None, *, active: bool = False
) -> Sequence[ReplyTemplate]:
    """The town's templates by name; with `stream` only those for it and those for every stream."""
    query = visible(actor, "reply_template.list", ReplyTemplate)
    if active:
        query = query.where(ReplyTemplate.is_active)
    if stream is not None:
        query = query.where(sa.or_(ReplyTemplate.stream == stream, ReplyTemplate.stream.is_(None)))
    return db.session.scalars(query.order_by(ReplyTemplate.name)).all()


def returned_draft(opinion: Opinion) -> Reply | None:
    """The draft that was sent back last and waits to be mended; None when the last one was signed."""
    last = opinion.replies[-1] if opinion.replies else None
    return last if last is not None and last.replied_on is None else None


def without_code(actor: Actor, opinions: Sequence[Opinion]) -> set[int]:
    """Ids of those this person brought back from a visit and nobody has the receipt of yet."""
    mine = [
        one.id for one in opinions
        if one.channel is Channel.FIELD and allows(actor, "opinion.give_code", one)
    ]
    return set(mine) - receipts.given(Opinion.__tablename__, mine)
