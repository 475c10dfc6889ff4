"""二字词的指纹: pairs of characters as numbers under a key; no two pairs share one.

A pair is two UTF-16 units, 32 bits, and its fingerprint is 32 bits too: a permutation of all pairs that only
the key tells. So the index is exact, and no exact one has shorter fingerprints. The permutation is a balanced
Feistel network of ten rounds, as FF1 has (NIST SP 800-38G); the round function is AES-256 of a half and the
round's number, cut to 16 bits. All pairs of a text go through a round together: that is what makes it quick.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tracker.domain.bigrams import halves
from tracker.store.secrets import ring

ROUNDS = 10
BLOCK = 16
DIGITS = 8
PURPOSE = "bigram permutation"


def fingerprints(text: str) -> list[str]:
    """Those of a text's pairs in their order, eight hexadecimal digits each; a pair may come again."""
    left, right = halves(text)
    digits = _permuted(left, right).hex()
    return [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]


def _permuted(left: bytes, right: bytes) -> bytes:
    """The network over all pairs at once; the low bytes of a half stand first, then the high ones."""
    count = len(left) // 2
    blocks, size = bytearray(BLOCK * count), 2 * count
    encrypt = _cipher(ring().keys["index"]).encryptor().update
    left, right = left[::2] + left[1::2], right[::2] + right[1::2]
    for number in range(ROUNDS):
        blocks[::BLOCK], blocks[1::BLOCK] = right[:count], right[count:]
        blocks[2::BLOCK] = bytes([number]) * count
        mixed = encrypt(blocks)
        other = int.from_bytes(left, "little") ^ int.from_bytes(mixed[::BLOCK] + mixed[1::BLOCK], "little")
        left, right = right, other.to_bytes(size, "little")
    made = bytearray(2 * size)
    made[::4], made[1::4], made[2::4], made[3::4] = left[:count], left[count:], right[:count], right[count:]
    return bytes(made)


@lru_cache(maxsize=4)
def _cipher(_key: bytes) -> Cipher[modes.ECB]:
    """Block by block is right here: each block is the whole input of a round function, none is a message."""
    return Cipher(algorithms.AES(ring().mac("index", PURPOSE)), modes.ECB())  # noqa: S305
