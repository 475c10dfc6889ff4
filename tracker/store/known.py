"""Known (已有的记录): which records of a kind there are, by key, while one act takes in a whole sheet."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from tracker.store.action import Act

K = TypeVar("K")
R = TypeVar("R")


class Known(Generic[K, R]):
    """The keys are asked once, a record only when a row names it. A trial keeps the records it made: the
    database does not have them."""

    def __init__(self, act: Act, keys: Iterable[K], load: Callable[[K], R | None]) -> None:
        self._is_trial, self._load = act.is_trial, load
        self._made: dict[K, R | None] = dict.fromkeys(keys)

    def __contains__(self, key: K) -> bool:
        return key in self._made

    def get(self, key: K) -> R | None:
        """The record with this key, None when there is none."""
        if key not in self._made:
            return None
        return self._made[key] or self._load(key)

    def add(self, key: K, record: R) -> None:
        """From now on the rows below find this record."""
        self._made[key] = record if self._is_trial else None
