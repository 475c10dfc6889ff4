"""The shape of the house: floors, pure rules, sound flows, one word all the way, templates, schema."""

import importlib
import re
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import postgres
import pytest

from tracker.domain.flow import Flow
from tracker.domain.policy import POLICY

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted([*(ROOT / "tracker").glob("*/rules.py"), *(ROOT / "tracker").glob("*/rules/*.py")])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def module_of(path: Path) -> str:
    """tracker.hall.rules of tracker/hall/rules/__init__.py"""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def flows() -> list[tuple[str, str, Flow]]:
    """(feature, name, flow) of every room, each flow once however often its package re-exports it."""
    found: dict[int, tuple[str, str, Flow]] = {}
    for path in RULES:
        name_of_room = module_of(path).split(".")[1]
        for name, value in vars(importlib.import_module(module_of(path))).items():
            if isinstance(value, Flow):
                found.setdefault(id(value), (name_of_room, name, value))
    return list(found.values())


FLOWS = flows()


def test_the_floors_hold():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]


def test_rules_and_domain_load_no_library():
    names = [module_of(path) for path in [*RULES, *(ROOT / "tracker" / "domain").glob("*.py")]]
    code = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "bad = {'flask', 'sqlalchemy', 'wtforms', 'openpyxl', 'flask_babel'} & set(sys.modules)\n"
        "assert not bad, bad"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_there_are_flows_to_look_at():
    assert len(FLOWS) >= 6


@pytest.mark.parametrize(("feature", "name", "flow"), FLOWS, ids=[f"{f}.{n}" for f, n, _flow in FLOWS])
def test_flow_is_sound(feature, name, flow):
    assert flow.problems() == []


ONE_RIGHT = {"field": "settle"}
"""The ends of a parked record are one decision, hence one right."""


@pytest.mark.parametrize(("feature", "name", "flow"), FLOWS, ids=[f"{f}.{n}" for f, n, _flow in FLOWS])
def test_each_move_has_its_policy_row_its_service_and_its_word(feature, name, flow):
    service = importlib.import_module(f"tracker.{feature}.service")
    for move in flow.moves:
        rows = [action for action in POLICY if action.endswith(f".{ONE_RIGHT.get(feature, move.name)}")]
        assert rows, f"{feature}: no policy row for {move.name}"
        assert any(
            callable(getattr(service, n, None))
            for n in dir(service)
            if re.search(rf"\b{move.name}|{move.name}", n)
        ), f"{feature}: no service function for {move.name}"
        assert re.search(r"[\u4e00-\u9fff]", move.button), f"{feature}: no word for {move.name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_uses_what_it_imports_and_keeps_the_policy(path):
    text = path.read_text()
    for names in re.findall(r"{%-? from \"[^\"]+\" import ([^%]+?) (?:with context )?-?%}", text):
        for name in (one.strip().split(" as ")[-1] for one in names.split(",")):
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"imports {name} for nothing"
    assert "style=" not in text and not re.search(r"\son[a-z]+=", text), "inline code"
    if "macros" not in path.parts:
        assert "|safe" not in text


def test_no_english_or_office_words_for_residents():
    banned = re.compile(r"予以|兹|贵单位|务必|敬请|及时|按要求|相关|操作失败|系统繁忙")
    for path in TEMPLATES:
        text = path.read_text()
        if 'extends "public.html"' in text or 'extends "opinions/say_frame.html"' in text:
            assert not banned.search(text), f"{path.name}: {banned.search(text)}"


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_models_equal_migrations(app, tmp_path, kind):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from tracker.app import create_app, settle_in
    from tracker.store import schema
    from tracker.store.base import Base
    from tracker.store.db import db
    from tracker.store.search import is_index_table

    if kind == "postgres" and not postgres.is_possible():
        pytest.skip(postgres.NONE_HERE)
    with postgres.running() if kind == "postgres" else nullcontext("") as url:
        other = create_app({"INSTANCE": str(tmp_path / "fresh"), "DATABASE_URL": url})
        with other.app_context():
            assert schema.upgrade()
            assert not schema.upgrade() and schema.is_newest()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={
                    "compare_type": True,
                    "include_name": lambda name, kind, _in: kind != "table" or not is_index_table(name),
                })
                assert compare_metadata(context, Base.metadata) == []
            db.session.remove()
            db.engine.dispose()
    settle_in(app)


def test_the_audit_log_of_a_migrated_sqlite_refuses_changes(app, tmp_path):
    from sqlalchemy.exc import IntegrityError, OperationalError

    from tracker.app import create_app, settle_in
    from tracker.overview.service import found_town
    from tracker.store import schema
    from tracker.store.db import db

    other = create_app({"INSTANCE": str(tmp_path / "fresh")})
    with other.app_context():
        schema.upgrade()
        found_town("石门镇", "990101001")
        for deed in ("UPDATE audit_entry SET role = 'head'", "DELETE FROM audit_entry"):
            with pytest.raises((IntegrityError, OperationalError), match="append-only"):
                db.session.execute(db.text(deed))
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    settle_in(app)


def test_every_icon_named_is_in_the_sprite():
    sprite = set(re.findall(r'id="([a-z0-9-]+)"', (ROOT / "tracker" / "static" / "icons.svg").read_text()))
    named = set()
    for path in TEMPLATES:
        text = path.read_text()
        named |= set(re.findall(r"""icon\(["']([a-z0-9-]+)["']\)""", text))
        named |= set(re.findall(r"""icon_name=["']([a-z0-9-]+)["']""", text))
        named |= set(re.findall(r"""entry\([^)]*?\), ["']([a-z0-9-]+)["']""", text))
    from tracker.overview.queries import DAY, FIELD_DAY
    from tracker.web.nav import MENU

    named |= {entry.icon for entry in MENU} | {card.icon for card in (*DAY, *FIELD_DAY)}
    assert named <= sprite, named - sprite


def test_gate_door_and_guard_do_not_grow_into_a_framework():
    """house.md: together under 350 lines."""
    rooms = ("store/access.py", "store/action.py", "web/guard.py")
    assert sum(len((ROOT / "tracker" / room).read_text().splitlines()) for room in rooms) < 350
