"""Texts (界面文字、写下的话): the mark on every sentence a person reads; what somebody typed, cleaned."""

import unicodedata


def _(text: str) -> str:
    """The text itself; the mark lets the extractor put it into the catalogue."""
    return text


def clean(text: str | None) -> str | None:
    """Outer white space and invisible control characters go, line ends become \\n; None stays None."""
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.strip().strip("\u3000")
