"""What waits for whom today (今天), and the auditor's page of the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.domain.roles import Actor
from tracker.people.queries import names_of
from tracker.store import audit
from tracker.store.audit import AuditEntry, Verdict
from tracker.township.queries import is_demo

__all__ = ["audit_entries", "audit_verdict", "is_demo", "my_day", "names_in"]

HIDDEN_KINDS = ("sealed", "sealed_subject")


@dataclass(frozen=True)
class DayRow:
    """One thing that waits: where it is, what it is, and the facts that make it urgent."""

    endpoint: str
    args: dict[str, str | int]
    title: str
    meta: list[str]


@dataclass(frozen=True)
class DayCard:
    """A card of the day's page; `empty` says what an empty card means."""

    title: str
    icon: str
    empty: tuple[str, str]
    rows: list[DayRow] = field(default_factory=list)
    all_endpoint: str = ""


def my_day(actor: Actor) -> list[DayCard]:
    """What waits for this actor, by role; no totals, no ranks."""
    return []


def audit_entries(actor: Actor, action_text: str, before: int | None, limit: int) -> Sequence[AuditEntry]:
    return audit.entries(actor.town_code, action_text, before, limit, HIDDEN_KINDS)


def audit_verdict() -> Verdict:
    return audit.verify()


def names_in(entries: Iterable[AuditEntry]) -> dict[int | None, str]:
    return names_of(entry.user_id for entry in entries)
