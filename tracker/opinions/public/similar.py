"""是不是这一件: public answers that sound like what is being written, as the floor above knows them."""

from collections.abc import Callable, Sequence
from typing import Any

Ask = Callable[[str, str, str | None], Sequence[Any]]


def _nothing_public(_town_code: str, _text: str, _village_code: str | None) -> Sequence[Any]:
    return ()


_ask: Ask = _nothing_public


def use_similar(ask: Ask) -> None:
    """ask(town, text, village) → rows with .id .title .place .answered_on, the most alike first."""
    global _ask
    _ask = ask


def similar_public(town_code: str, text: str, village_code: str | None) -> Sequence[Any]:
    return _ask(town_code, text, village_code)
