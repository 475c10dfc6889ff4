"""Sealed boxes (密封盒): what is put in with public keys comes out with a private key only (security.md T2).

The one place that knows PyNaCl. A box holds one text under a random key of its own; that key lies beside it
once for each holder, sealed to the holder's public key. So holders do not depend on each other.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

import argon2
from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from tracker.domain.errors import TrackerError

LAYOUT = 1
"""The first byte of a box and of a locked key; another number may one day mean SM2 and SM4."""
KEY_BYTES = 32
MARK_BYTES = 8
WRAP_BYTES = MARK_BYTES + KEY_BYTES + 48
"""A holder's mark and the content key sealed to it (48 bytes more than it is long)."""
PADDED_TO = 512
"""Boxes come in multiples of this many bytes: their length says little about the text."""
SALT_BYTES = 16
CHECK_BYTES = 3
GROUP = 4
_cost = {"time_cost": 4, "memory_cost": 64 * 1024}


class CannotOpen(TrackerError):
    """None of the private keys at hand fits this box, or the box was damaged."""


def cheap_locks() -> None:
    """For tests only: a passphrase that costs nothing to try."""
    _cost.update(time_cost=1, memory_cost=8)


def new_pair() -> tuple[bytes, bytes]:
    """(public, private), 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def mark_of(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:MARK_BYTES]


def fingerprint(public: bytes) -> str:
    """Sixteen signs in groups of four, to be compared over the telephone."""
    digits = mark_of(public).hex().upper()
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def seal(text: bytes, publics: Sequence[bytes]) -> bytes:
    """A box that each holder of one of these keys opens alone. ValueError without a key: nobody would."""
    if not publics:
        raise ValueError("a box needs somebody who can open it")
    key = random(KEY_BYTES)
    wraps = b"".join(mark_of(one) + SealedBox(PublicKey(one)).encrypt(key) for one in publics)
    return bytes([LAYOUT, len(publics)]) + wraps + bytes(SecretBox(key).encrypt(_padded(text)))


def open_box(box: bytes, privates: Iterable[bytes]) -> bytes:
    """What lies in the box, or CannotOpen."""
    wraps, inside = _parts(box)
    for private in privates:
        wrapped = wraps.get(mark_of(public_of(private)))
        if wrapped is None:
            continue
        try:
            key = SealedBox(PrivateKey(private)).decrypt(wrapped)
            return _unpadded(bytes(SecretBox(key).decrypt(inside)))
        except CryptoError as damaged:
            raise CannotOpen("damaged") from damaged
    raise CannotOpen("no key fits")


def _parts(box: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """({mark of a holder: the wrapped key}, what they open)"""
    if len(box) < 2 or box[0] != LAYOUT:
        raise CannotOpen("not a box")
    end = 2 + box[1] * WRAP_BYTES
    rows = [box[at : at + WRAP_BYTES] for at in range(2, end, WRAP_BYTES)]
    return {row[:MARK_BYTES]: row[MARK_BYTES:] for row in rows}, box[end:]


def _padded(text: bytes) -> bytes:
    length = len(text) + 4
    return len(text).to_bytes(4, "big") + text + bytes(-length % PADDED_TO)


def _unpadded(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def lock(private: bytes, passphrase: str) -> bytes:
    """The private key under a passphrase (argon2id), fit to lie on a disk; what it cost stands with it."""
    salt = random(SALT_BYTES)
    head = bytes([LAYOUT, _cost["time_cost"]]) + _cost["memory_cost"].to_bytes(4, "big") + salt
    return head + bytes(SecretBox(_stretched(passphrase, head)).encrypt(private))


def unlock(locked: bytes, passphrase: str) -> bytes | None:
    """The private key, None when the passphrase is wrong."""
    end = 6 + SALT_BYTES
    try:
        return bytes(SecretBox(_stretched(passphrase, locked[:end])).decrypt(locked[end:]))
    except (CryptoError, argon2.exceptions.HashingError):
        return None


def _stretched(passphrase: str, head: bytes) -> bytes:
    return hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).strip().encode("utf-8", "surrogatepass"), head[6:],
        time_cost=head[1], memory_cost=int.from_bytes(head[2:6], "big"), parallelism=1, hash_len=KEY_BYTES,
        type=Type.ID,
    )


def hand_on(private: bytes, public: bytes) -> bytes:
    """An old private key for whoever holds the new one."""
    return seal(private, [public])


def hold(private: bytes) -> tuple[bytes, bytes]:
    """(token, held): the key under a token that is kept elsewhere; either alone opens nothing."""
    token = random(KEY_BYTES)
    return token, bytes(SecretBox(token).encrypt(private))


def let_go(token: bytes, held: bytes) -> bytes | None:
    """The key again, None when token and what was held do not belong together."""
    try:
        return bytes(SecretBox(token).decrypt(held))
    except (CryptoError, ValueError):
        return None


def written(private: bytes) -> str:
    """Fourteen groups of four letters and digits, the last of them a check; no 0, 1, 8 or 9."""
    check = hashlib.sha256(private).digest()[:CHECK_BYTES]
    letters = base64.b32encode(private + check).decode()
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read_written(text: str) -> bytes | None:
    """The private key from its sheet of paper, None when it was mistyped; blanks and case do not matter."""
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(one for one in plain if one.isascii() and one.isalnum())
    try:
        both = base64.b32decode(letters.translate(str.maketrans("018", "OIB")))
    except ValueError:
        return None
    private, check = both[:KEY_BYTES], both[KEY_BYTES:]
    is_whole = len(both) == KEY_BYTES + CHECK_BYTES
    return private if is_whole and hashlib.sha256(private).digest()[:CHECK_BYTES] == check else None


def shown(public: bytes) -> str:
    """A public key as one line to copy."""
    return base64.b64encode(public).decode()


def read_public(text: str) -> bytes | None:
    """A public key from such a line, None when it is none."""
    try:
        public = base64.b64decode("".join(text.split()), validate=True)
        PublicKey(public)
    except (ValueError, TypeError, CryptoError):
        return None
    return public if len(public) == KEY_BYTES and any(public) else None
