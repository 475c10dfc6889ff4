"""What was found in a sheet (检查结果), as its batch keeps it: headings, wrong places, first rows."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from tracker.excel.incoming.outcome import CellError, ImportResult, Outcome, ShownRow
from tracker.excel.incoming.read import Table


@dataclass
class Findings:
    """`headers` and `sample`: the file's own, for matching; `wrong` and `shown`: what the check saw."""

    headers: Sequence[str] = ()
    sample: Sequence[Sequence[str]] = ()
    wrong: list[CellError] = field(default_factory=list)
    shown: list[ShownRow] = field(default_factory=list)

    @classmethod
    def of(cls, table: Table, result: ImportResult | None = None) -> "Findings":
        found = cls(table.headers, table.sample)
        if result is not None:
            found.wrong, found.shown = result.wrong, result.shown
        return found

    @classmethod
    def read(cls, kept: str | None) -> "Findings":
        """Empty when they are gone."""
        said = json.loads(kept or "{}")
        return cls(
            said.get("headers", ()), said.get("sample", ()),
            [CellError(**one) for one in said.get("wrong", ())],
            [ShownRow(*one) for one in said.get("shown", ())],
        )

    def text(self) -> str:
        """As the batch keeps it (JSON)."""
        return json.dumps(
            {
                "headers": self.headers, "sample": self.sample, "wrong": [asdict(one) for one in self.wrong],
                "shown": self.shown,
            },
            ensure_ascii=False, separators=(",", ":"),
        )

    def rows(self, outcome: Outcome) -> list[ShownRow]:
        """The first rows with this outcome."""
        return [one for one in self.shown if one.outcome == outcome]

    def samples(self, header: str) -> list[str]:
        """What the first rows hold under this heading, each text once."""
        at = list(self.headers).index(header)
        return list(dict.fromkeys(filter(None, (row[at] for row in self.sample))))
