"""The key ring outside the database: encrypted columns, blind index, passwords."""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import unicodedata
from pathlib import Path
from typing import Any

import argon2
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.errors import TrackerError

AES_GCM = 1
"""The algorithm byte in front of every ciphertext; another number may one day mean SM4-GCM."""
KEY_NAMES = ("field", "sealed", "index", "receipt", "pepper")


class KeysUnusable(TrackerError):
    """The key file is missing, readable by others, or not the one this database was written with."""


class KeyRing:
    """Named 32-byte keys, made once, kept in one file of mode 0600 in the instance folder."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self.keys = keys
        self.ciphers = {name: AESGCM(key) for name, key in keys.items()}  # dearer to make than to use

    @classmethod
    def open(cls, path: Path) -> "KeyRing":
        """Read the ring, or make one when the file is not there yet."""
        if not path.exists():
            cls._make(path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeysUnusable(f"密钥文件 {path} 不能让别人读到，请执行：chmod 600 {path}")
        stored = json.loads(path.read_text())
        return cls({name: base64.b64decode(stored[name]) for name in KEY_NAMES})

    @staticmethod
    def _make(path: Path) -> None:
        fresh = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in KEY_NAMES}
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(fresh, file)
            file.flush()
            os.fsync(file.fileno())

    def mac(self, name: str, text: str) -> bytes:
        return hmac.new(self.keys[name], text.encode(), hashlib.sha256).digest()


_ring: KeyRing | None = None


def use_ring(ring: KeyRing) -> None:
    global _ring
    _ring = ring


def ring() -> KeyRing:
    if _ring is None:
        raise KeysUnusable("密钥还没有装入")
    return _ring


class Encrypted(sa.types.TypeDecorator[str]):
    """Text that lies encrypted in the database (AES-256-GCM), bound to its table and column.

    `place` is "table.column": a ciphertext moved to another column does not open. `key` is "field" for
    personal data, "sealed" for accusations.
    """

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, place: str, key: str = "field") -> None:
        super().__init__()
        self.place = place
        self.key = key

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        if value is None:
            return None
        nonce = secrets.token_bytes(12)
        sealed = ring().ciphers[self.key].encrypt(nonce, value.encode(), self.place.encode())
        return bytes([AES_GCM]) + nonce + sealed

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        if not value:  # no ciphertext is empty: a column that was added to old rows holds nothing
            return None if value is None else ""
        blob = bytes(value)
        opened = ring().ciphers[self.key].decrypt(blob[1:13], blob[13:], self.place.encode())
        return opened.decode()


class EncryptedBytes(sa.types.TypeDecorator[bytes]):
    """Like Encrypted, for what is no text: pictures."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, place: str, key: str = "field") -> None:
        super().__init__()
        self.place = place
        self.key = key

    def process_bind_param(self, value: bytes | None, dialect: sa.Dialect) -> bytes | None:
        if value is None:
            return None
        nonce = secrets.token_bytes(12)
        return bytes([AES_GCM]) + nonce + ring().ciphers[self.key].encrypt(nonce, value, self.place.encode())

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> bytes | None:
        if not value:
            return None if value is None else b""
        blob = bytes(value)
        return ring().ciphers[self.key].decrypt(blob[1:13], blob[13:], self.place.encode())


SECRET: dict[str, Any] = {"secret": True}
"""mapped_column(info=SECRET): never in the audit log."""


def normal_phone(text: str) -> str:
    """Half-width digits only, without +86: so that one phone has one spelling."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def blind_index(place: str, text: str) -> str:
    """A keyed fingerprint to find an encrypted value again without opening the others."""
    return ring().mac("index", f"{place}:{text}")[:16].hex()


_hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def cheap_hashing() -> None:
    """For tests only: hashing that costs nothing."""
    global _hasher
    _hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_secret(text: str) -> str:
    """argon2id over the peppered text (NFKC), with a salt of its own."""
    return _hasher.hash(_peppered(text))


def check_secret(stored: str | None, text: str) -> bool:
    """One argon2 run whether or not there is something to compare with: unknown and wrong cost the same."""
    try:
        return _hasher.verify(stored or _dummy(), _peppered(text)) and stored is not None
    except (argon2.exceptions.VerifyMismatchError, argon2.exceptions.InvalidHashError):
        return False


def _peppered(text: str) -> str:
    return ring().mac("pepper", unicodedata.normalize("NFKC", text)).hex()


_dummies: dict[int, str] = {}


def _dummy() -> str:
    if id(_hasher) not in _dummies:
        _dummies[id(_hasher)] = _hasher.hash(secrets.token_hex(16))
    return _dummies[id(_hasher)]
