"""工作量证明: a little arithmetic a browser does while its owner types, dear only to who sends thousands.

Instead of a captcha (ux.md R13). No cookie and no address: the stamp rides in the form, is signed with the
house's key, good for one form and eight hours, and works once.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db
from tracker.store.secrets import ring

BITS = 16
"""Leading zero bits asked for: about 65,000 hashes, a second or two on an old phone."""
GOOD_FOR = timedelta(hours=8)  # ux.md A13: a form may lie open that long
HALF_DAY = timedelta(hours=12)
MAC = 32
LONGEST_NONCE = 10


class SpentWork(Base):
    """Stamps that have let a matter in; kept until they would be too old anyway, by the half-day: the
    instant itself would tell when a matter came (security.md 2.3.3)."""

    __tablename__ = "spent_work"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def stamp(form_key: str) -> str:
    """A fresh stamp for the form with this key: "seconds.signature"."""
    seconds = str(int(clock.now().timestamp()))
    return f"{seconds}.{_signature(form_key, seconds)}"


def age(form_key: str, given: str) -> timedelta | None:
    """How long ago this stamp was made for this form; None when it was not, or is too old."""
    seconds, _dot, signature = given.partition(".")
    if not (seconds.isascii() and seconds.isdecimal()) or len(seconds) > LONGEST_NONCE:
        return None
    if not hmac.compare_digest(signature.encode(), _signature(form_key, seconds).encode()):
        return None
    passed = timedelta(seconds=int(clock.now().timestamp()) - int(seconds))
    return passed if timedelta(0) <= passed <= GOOD_FOR else None


def is_done(form_key: str, given: str, nonce: str) -> bool:
    """Does the arithmetic hold for a good stamp of this form?"""
    if not nonce.isascii() or not nonce.isdecimal() or len(nonce) > LONGEST_NONCE:
        return False
    return age(form_key, given) is not None and leads(given, nonce)


def leads(given: str, nonce: str) -> bool:
    """SHA-256 of "stamp:nonce" begins with BITS zeros."""
    digest = hashlib.sha256(f"{given}:{nonce}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def solve(given: str) -> str:
    """What the page's script does; here for tests and measurements."""
    number = 0
    while not leads(given, str(number)):
        number += 1
    return str(number)


def spend(given: str, now: datetime) -> bool:
    """Step of the open act: this stamp is used up now; False when it was before."""
    db.session.execute(sa.delete(SpentWork).where(SpentWork.expires_at < now))
    key = hashlib.sha256(given.encode()).hexdigest()
    if db.session.get(SpentWork, key) is not None:
        return False
    db.session.add(SpentWork(key=key, expires_at=clock.rounded_up(now + GOOD_FOR, HALF_DAY)))
    return True


def _signature(form_key: str, seconds: str) -> str:
    return ring().mac("index", f"work:{form_key}:{seconds}").hex()[:MAC]
