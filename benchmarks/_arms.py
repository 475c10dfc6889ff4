"""What benchmarks share: arms in turn, each in a process of its own, and a town to throw away (试验镇)."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from flask import Flask

COUNTY, TOWN = "990101", "990101001"
VILLAGES = [f"{TOWN}{200 + n}" for n in range(1, 41)]
OFFICES = [f"{TOWN}{900 + n}" for n in range(1, 11)]
HANDLERS = 30

Figures = dict[str, Any]
Results = dict[str, list[Figures]]


def in_turn(
    script: str, arms: Sequence[str], rounds: int, *arguments: object, paths: Iterable[Path] = ()
) -> Results:
    """Each arm once a round, one after the other: whatever disturbs the machine disturbs all of them.

    An arm is `script --arm NAME arguments…` and prints one line of JSON at its end. `paths`: folders with
    packages that only the benchmarks need.
    """
    results: Results = {arm: [] for arm in arms}
    folders = [*map(str, paths), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    for _round in range(rounds):
        for arm, found in results.items():
            command = [sys.executable, script, "--arm", arm, *map(str, arguments)]
            said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
            found.append(json.loads(said.stdout.splitlines()[-1]))
    return results


def median(found: Sequence[Mapping[str, Any]], key: str) -> float:
    return float(statistics.median(one[key] for one in found))


def paired(mine: Sequence[Figures], theirs: Sequence[Figures], key: str) -> float:
    """The median over the rounds of mine ÷ theirs of the same round."""
    return float(statistics.median(a[key] / b[key] for a, b in zip(mine, theirs, strict=True)))


def spread(found: Sequence[Mapping[str, Any]], key: str) -> str:
    """The lowest and the highest round, so that a reader sees how noisy the machine was."""
    values = [one[key] for one in found]
    return f"{min(values):.2f}-{max(values):.2f}"


def sqlite_module() -> ModuleType:
    """The SQLite that the application uses, so that every arm has the same one."""
    from tracker.store.db import engine_options

    module: ModuleType = engine_options("sqlite://").get("module") or __import__("sqlite3")
    return module


def open_app(instance: Path) -> "Flask":
    """The application on a throwaway instance, whatever this machine's own settings say."""
    from tracker.app import create_app

    return create_app({"INSTANCE": str(instance), "DATABASE_URL": "", "SIDE": "both", "TOWN": TOWN})


def found_town(instance: Path) -> "Flask":
    """A town with 40 villages, 10 offices, a clerk and 30 handlers, by the real services."""
    from tracker.domain.roles import SYSTEM, Role
    from tracker.opinions.service import create_default_categories
    from tracker.people.service import Person, add_people
    from tracker.store.base import Base
    from tracker.store.db import db
    from tracker.township.service import UnitRow, add_units

    app = open_app(instance)
    handlers = [
        Person(f"handler{n}", f"承办人{n:02d}", OFFICES[n % 10], ((Role.HANDLER, OFFICES[n % 10]),))
        for n in range(HANDLERS)
    ]
    with app.app_context():
        Base.metadata.create_all(db.engine)
        add_units(SYSTEM, [UnitRow(COUNTY, "云岭县"), UnitRow(TOWN, "石门镇")])
        add_units(SYSTEM, [UnitRow(code, f"第{n}村") for n, code in enumerate(VILLAGES, 1)])
        add_units(SYSTEM, [UnitRow(code, f"第{n}办公室") for n, code in enumerate(OFFICES, 1)])
        clerk = Person("clerk", "欧阳受理", OFFICES[0], ((Role.CLERK, TOWN),))
        add_people(SYSTEM, [clerk, *handlers], must_change_password=False)
        create_default_categories(SYSTEM, TOWN)
    return app
