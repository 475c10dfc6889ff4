"""What a reader or a hand puts into the search box of the desk (扫码、刷证)."""

import re
from enum import StrEnum

from tracker.domain.masking import compact


class Scan(StrEnum):
    RECEIPT = "receipt"
    ID_CARD = "id_card"
    REF = "ref"
    WORDS = "words"


REF = re.compile(r"\S{1,20}-办-[0-9]{4,8}")


def scanned(text: str) -> tuple[Scan, str]:
    """(what it is, as it is looked up): 20 digits are a receipt, 18 places an identity number, else words.

    An identity number is recognised by its shape; whether its last place fits is said where it is kept.
    """
    bare = compact(text)
    if re.fullmatch(r"[0-9]{20}", bare):
        return Scan.RECEIPT, bare
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", bare):
        return Scan.ID_CARD, bare
    if REF.fullmatch(text.strip()):
        return Scan.REF, text.strip()
    return Scan.WORDS, text.strip()
