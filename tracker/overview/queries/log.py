"""The auditor's page of the log (审计)."""

from collections.abc import Iterable, Sequence

from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor
from tracker.people.queries import names_of
from tracker.store import audit
from tracker.store.audit import AuditEntry, Hidden, Verdict

HIDDEN = Hidden(
    kinds=("sealed", "county_box"),
    actions=(
        *(name for name in POLICY if name.startswith(("sealed.", "county_box."))), "box_key.reseal",
        "opinion.seal", "opinion.release", "problem.to_opinion",
    ),
)
"""Each of these would tell that a matter is or was an accusation."""


def audit_entries(actor: Actor, action_text: str, skip: int, limit: int) -> Sequence[AuditEntry]:
    return audit.entries(actor.town_code, action_text, skip, limit, HIDDEN)


def audit_verdict() -> Verdict:
    return audit.verify()


def names_in(entries: Iterable[AuditEntry]) -> dict[int | None, str]:
    return names_of(entry.user_id for entry in entries)
