"""回执: 20 digits a resident keeps: 8 to find the matter, 12 to prove it; shown once, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db
from tracker.store.secrets import check_secret, hash_secret, normal_phone, ring

LENGTH = 20
HANDLE = 8


class Receipt(Base):
    """The findable half of a receipt and the hash of the other; `kind` and `record_id` say what it opens."""

    __tablename__ = "receipt"

    handle: Mapped[str] = mapped_column(sa.String(HANDLE), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    issued_on: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: clock.now().replace(
        hour=0, minute=0, second=0, microsecond=0
    ))

    __table_args__ = (sa.UniqueConstraint("kind", "record_id"),)


def code_of(form_key: str, attempt: int = 0) -> str:
    """20 digits derived from the form's key, so that a lost reply can be shown again, and only then."""
    number = int.from_bytes(ring().mac("receipt", f"{form_key}:{attempt}"), "big")
    return f"{number % 10**LENGTH:0{LENGTH}d}"


@dataclass(frozen=True)
class Blank:
    """A receipt that is hashed and waits for its record: no writer has to wait for argon2."""

    form_key: str
    code: str
    secret_hash: str


def blank(form_key: str, attempt: int = 0) -> Blank:
    """Before the door: the code of this form and its hash."""
    code = code_of(form_key, attempt)
    return Blank(form_key, code, hash_secret(code[HANDLE:]))


def issue(sheet: Blank, kind: str, record_id: int) -> str:
    """Inside the running act: give the record its receipt; the next attempt when the handle is taken."""
    attempt = 0
    while db.session.get(Receipt, sheet.code[:HANDLE]) is not None:
        attempt += 1
        sheet = blank(sheet.form_key, attempt)
    db.session.add(
        Receipt(handle=sheet.code[:HANDLE], secret_hash=sheet.secret_hash, kind=kind, record_id=record_id)
    )
    return sheet.code


def hand_over(handle: str, kind: str, record_id: int) -> None:
    """Inside the running act: a receipt that was printed before there was a record opens this one now."""
    row = db.session.get(Receipt, handle)
    if row is None:
        raise ValueError("no receipt under this handle")
    row.kind, row.record_id = kind, record_id
    row.issued_on = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def given(kind: str, record_ids: Collection[int]) -> set[int]:
    """Which of these records have a receipt."""
    if not record_ids:
        return set()
    return set(db.session.scalars(
        sa.select(Receipt.record_id).where(Receipt.kind == kind, Receipt.record_id.in_(record_ids))
    ))


def issued(form_key: str) -> str | None:
    """The code this form key led to, for showing it once more; None when it led to none."""
    for attempt in range(4):
        code = code_of(form_key, attempt)
        row = db.session.get(Receipt, code[:HANDLE])
        if row is None:
            return None
        if check_secret(row.secret_hash, code[HANDLE:]):
            return code
    return None


def normal_code(text: str) -> str:
    """What somebody typed, as digits: spaces, dashes and full-width digits forgiven."""
    return normal_phone(text)


def open_receipt(text: str) -> Receipt | None:
    """The receipt this code opens, or None. Unknown handle and wrong secret cost and look the same."""
    code = normal_code(text)
    row = db.session.get(Receipt, code[:HANDLE]) if len(code) == LENGTH else None
    good = check_secret(row.secret_hash if row else None, code[HANDLE:])
    return row if good else None


def grouped(code: str) -> str:
    """Five groups of four, as it is printed and read aloud."""
    return " ".join(code[i : i + 4] for i in range(0, LENGTH, 4))
