"""Every setting once: name, default, one line why. Order: here → instance/config.toml → environment."""

import os
import secrets
import tomllib
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.store.db import engine_options, sqlite_url

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "TRACKER_"

DEFAULTS: dict[str, Any] = {
    "INSTANCE": str(ROOT / "instance"),  # database, uploads, keys, exports, logs; mode 0700
    "DATABASE_URL": "",  # empty: SQLite in the instance folder; postgresql://… for PostgreSQL
    "SECRET_KEY": "",  # empty: made at first start, kept in the instance folder
    "SIDE": "both",  # both, public (residents) or desk (staff): which half this process serves
    "NOW": "",  # an ISO instant with offset; honoured only with demo data
    "RATELIMIT": "on",  # off only together with demo data
    "TOWN": "",  # code of the town whose public pages are shown; empty: the first town
    "SECURE_COOKIES": "",  # 1 behind https: __Host- names and the Secure mark
    "IDLE_MINUTES": 30,  # a quiet session ends (等保 连接超时自动退出); administrators half of it
    "MAX_REQUEST_MIB": 12,  # the whole request
    "PHONE": "",  # the town's public telephone, shown on every residents' page
    "PUBLIC_URL": "",  # the address residents' phones reach, for the QR of posters; empty: the one just used
}

FLASK: dict[str, Any] = {
    "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    "MAX_FORM_PARTS": 200,
    "BABEL_DEFAULT_LOCALE": "zh_CN",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    "SQLALCHEMY_RECORD_QUERIES": False,
    "TEMPLATES_AUTO_RELOAD": False,
    "DEMO_NOTE": "",  # the banner over every page of a demonstration
}


class SettingsUnusable(Exception):
    """A setting that would be dangerous or cannot work; the text says what to change."""


def load(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """All settings of this process. `overrides` (tests) win over everything."""
    values = dict(DEFAULTS)
    given = dict(overrides or {})
    instance = Path(given.get("INSTANCE") or os.environ.get(PREFIX + "INSTANCE") or values["INSTANCE"])
    values.update(_from_file(instance / "config.toml"))
    values.update({name: os.environ[PREFIX + name] for name in DEFAULTS if PREFIX + name in os.environ})
    values.update(given)
    values["INSTANCE"] = prepare_instance(instance)
    url = values["DATABASE_URL"] or sqlite_url(values["INSTANCE"])
    values["DATABASE_URL"] = url
    if url.startswith("postgresql") and find_spec("psycopg") is None:
        how = '.venv/bin/pip install "psycopg[binary]"'
        raise SettingsUnusable(f"连接 PostgreSQL 还缺一个组件，请执行：{how}")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_secret(values["INSTANCE"] / "secret_key")
    if values["SIDE"] not in ("both", "public", "desk"):
        raise SettingsUnusable("TRACKER_SIDE 只能是 both、public 或 desk")
    return {
        **FLASK,
        **values,
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "MAX_CONTENT_LENGTH": int(values["MAX_REQUEST_MIB"]) * 1024 * 1024,
    }


def instant(text: str) -> datetime:
    """An ISO instant with its offset, or SettingsUnusable."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise SettingsUnusable(f"TRACKER_NOW 应写成 2026-11-23T09:00:00+08:00，这里是“{text}”") from broken
    if found.tzinfo is None:
        raise SettingsUnusable("TRACKER_NOW 要带时区，例如 2026-11-23T09:00:00+08:00")
    return found


def prepare_instance(folder: Path) -> Path:
    """The instance folder, there and closed to others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder.resolve()


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise SettingsUnusable(f"设置文件 {path} 写得不对：{broken}") from broken
    return {name.upper(): value for name, value in stored.items() if name.upper() in DEFAULTS}


def _kept_secret(path: Path) -> str:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsUnusable(f"密钥文件 {path} 不能让别人读到，请执行：chmod 600 {path}")
    return path.read_text().strip()
