"""Which halls (便民服务中心) a town has, whether it lines up, and the addresses of its machines."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.line.models import Coming, LineLetter
from tracker.line.rules import FIRST_LETTER
from tracker.people.models import Post
from tracker.store.access import visible
from tracker.store.db import db
from tracker.store.secrets import ring
from tracker.township.queries import setting

WINDOW_ROLES = (Role.WINDOW, Role.WINDOW_HEAD)


def is_on() -> bool:
    """Does this town line people up (设置: 办事大厅排队叫号)? Off: nothing of the line is to be seen."""
    return setting("line_on", "off") == "on"


def halls_of(town_code: str) -> Sequence[str]:
    """Codes of the units of a town that have windows."""
    return db.session.scalars(
        sa.select(Post.unit_code)
        .where(Post.unit_code.startswith(town_code), Post.role.in_(WINDOW_ROLES))
        .distinct()
        .order_by(Post.unit_code)
    ).all()


def hall_code(actor: Actor) -> str:
    """The hall where this actor sits at a window, else the first of the town, else the town itself."""
    halls = halls_of(actor.town_code)
    if actor.unit_code in halls:
        return actor.unit_code
    return halls[0] if halls else actor.town_code


def key_of(unit_code: str) -> str:
    """What stands in the address of this hall's machine and screen: nobody outside guesses it."""
    return f"{unit_code}-{ring().mac('receipt', f'hall:{unit_code}')[:10].hex()}"


def hall_of_key(actor: Actor, key: str) -> str | None:
    """The hall of the actor's town that this address belongs to; None for any other."""
    unit_code = key.partition("-")[0]
    if not hmac.compare_digest(key_of(unit_code).encode(), key.encode("utf-8", "replace")):
        return None
    return unit_code if unit_code in halls_of(actor.town_code) else None


def letters(unit_code: str) -> list[tuple[str, str]]:
    """(letter, what for) of the numbers this hall gives out, by letter."""
    rows = db.session.execute(
        sa.select(LineLetter.letter, LineLetter.name)
        .where(LineLetter.unit_code == unit_code, LineLetter.is_used)
        .order_by(LineLetter.letter)
    ).all()
    return [(row.letter, row.name) for row in rows] or [(FIRST_LETTER, _("办事"))]


def letter_rows(actor: Actor, unit_code: str) -> Sequence[LineLetter]:
    """The letters of a hall as records, also those given out no more; none: A for everybody."""
    return db.session.scalars(
        visible(actor, "window.list", LineLetter)
        .where(LineLetter.unit_code == unit_code)
        .order_by(LineLetter.letter)
    ).all()


def letters_ever(unit_code: str) -> Sequence[str]:
    """Every letter this hall has or had."""
    return db.session.scalars(sa.select(LineLetter.letter).where(LineLetter.unit_code == unit_code)).all()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def token_for(unit_code: str, day: date, prefix: str, number: int) -> str:
    """128 bits of the slip with this number, derived so that it can be printed again."""
    return ring().mac("receipt", f"line:{unit_code}:{day}:{prefix}:{number}")[:16].hex()


def token_of(coming: Coming) -> str:
    """What the slip of this coming carries; it shows how many are before, and nothing else."""
    return token_for(coming.unit_code, coming.day, coming.prefix, coming.number)
