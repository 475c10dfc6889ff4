"""What somebody wants (要什么): one report of one span with its columns and sheets; looked at and counted."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from tracker.domain.errors import Forbidden, NotFound
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.report import Period, Preview, Report, chosen, has_unmasked, preview_of
from tracker.exports import rules
from tracker.exports.models import Export
from tracker.exports.offered import REPORTS
from tracker.exports.rules import Choice
from tracker.store.action import note


@dataclass(frozen=True)
class Wanted:
    """One report as somebody wants it: which, of which span, with which columns and sheets."""

    report: Report
    period: Period
    choice: Choice

    def __post_init__(self) -> None:
        if self.report.in_months:
            object.__setattr__(self, "period", self.period.in_months)

    @property
    def shaped(self) -> Report:
        """The report with the chosen columns, unmasked where asked."""
        return chosen(self.report, self.choice.columns or None, unmasked=self.choice.is_unmasked)

    def plain(self) -> dict[str, Any]:
        """As the order keeps it (JSON)."""
        days = {name: day.isoformat() if day else None for name, day in (
            ("start", self.period.start), ("end", self.period.end))}
        choice = {"columns": list(self.choice.columns), "split": self.choice.split,
                  "is_unmasked": self.choice.is_unmasked}
        return {**asdict(self.period), **days, **choice}


def wanted_of(export: Export) -> Wanted:
    """The order read back; NotFound when the report is no longer there."""
    if export.source not in REPORTS:
        raise NotFound(export.source)
    kept = {name: value for name, value in export.choice.items() if name != "post"}
    columns, split = tuple(kept.pop("columns")), kept.pop("split")
    choice = Choice(columns, split, kept.pop("is_unmasked"))
    for name in ("start", "end"):
        kept[name] = date.fromisoformat(kept[name]) if kept[name] else None
    return Wanted(REPORTS[export.source], Period(**kept), choice)


def permitted(actor: Actor, wanted: Wanted) -> None:
    """Forbidden (noted in the audit log) without the right to this report, or to its unmasked values."""
    report, is_unmasked = wanted.report, wanted.choice.is_unmasked
    may_unmask = not is_unmasked or (has_unmasked(report) and may_come(actor, report.unmask))
    if not (may_come(actor, report.action) and may_unmask):
        note(actor, report.action, None, "denied")
        raise Forbidden(report.action)


def look(actor: Actor, wanted: Wanted) -> Preview:
    """The first rows as the file will show them, drawn from the same declaration; always masked."""
    permitted(actor, wanted)
    masked = replace(wanted, choice=replace(wanted.choice, is_unmasked=False))
    return preview_of(masked.shaped, wanted.report.rows(actor, wanted.period))


def counted(actor: Actor, wanted: Wanted) -> int:
    """How many rows the file will have; counts no further than one beyond what is made at once."""
    rows = islice(wanted.report.rows(actor, wanted.period), rules.JOB_ROWS + 1)
    return sum(1 for _row in rows)
