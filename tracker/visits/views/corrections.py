"""更正: what a visit said before and after, side by side, only where it differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from tracker.households.queries import by_id, label_of
from tracker.people.queries import names_of as people_names
from tracker.township.queries import names_of as unit_names
from tracker.visits.models import Visit, VisitVersion
from tracker.visits.rules import KIND_LABELS, PURPOSE_LABELS, VILLAGE_DIGITS, place_of
from tracker.web.jinja import day, label

Told = Visit | VisitVersion


@dataclass(frozen=True)
class Correction:
    """One correction: `changes` are (what, before, after) in words."""

    at: datetime
    who: str
    reason: str
    changes: list[tuple[str, str, str]]


def corrections(visit: Visit, versions: Sequence[VisitVersion]) -> list[Correction]:
    """The corrections of a visit, newest first as its versions are."""
    if not versions:
        return []
    words = _Words((visit, *versions))
    later: list[Told] = [visit, *versions[:-1]]
    return [
        Correction(
            old.replaced_at, words.people.get(old.replaced_by, ""), old.reason, words.changes(old, new)
        )
        for old, new in zip(versions, later, strict=True)
    ]


class _Words:
    """Names for all that the versions of one visit speak of."""

    def __init__(self, told: Sequence[Told]) -> None:
        codes = {one.unit_code for one in told}
        self.units = unit_names(codes | {code[:VILLAGE_DIGITS] for code in codes})
        self.homes = by_id([one.household_id for one in told])
        ids: set[int | None] = {user_id for one in told for user_id in one.companion_ids}
        ids |= {one.replaced_by for one in told if isinstance(one, VisitVersion)}
        self.people = people_names(ids)

    def changes(self, old: Told, new: Told) -> list[tuple[str, str, str]]:
        before, after = self._facts(old), self._facts(new)
        return [
            (what, before[what] or _("没有写"), after[what] or _("没有写"))
            for what in before if before[what] != after[what]
        ]

    def _facts(self, one: Told) -> dict[str, str]:
        home = self.homes.get(one.household_id)
        place = (place_of(one.unit_code, self.units), label_of(home, "") if home else "")
        return {
            _("走访日期"): day(one.visited_on),
            _("去了哪里"): " ".join(filter(None, place)),
            _("走访形式"): label(one.kind, KIND_LABELS),
            _("去做什么"): "、".join(label(purpose, PURPOSE_LABELS) for purpose in one.purposes),
            _("来了多少人"): str(one.present_count or ""),
            _("一起去的同事"): "、".join(self.people.get(user_id, "") for user_id in one.companion_ids),
            _("在场的人"): one.participants or "",
            _("群众原话"): one.words or "",
        }
