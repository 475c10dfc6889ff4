"""全文检索: the steps that keep the index of the matters' texts as new as the matters themselves."""

from tracker.domain.bigrams import joined
from tracker.domain.roles import SYSTEM
from tracker.opinions.models import Opinion
from tracker.opinions.queries.search import ids_after, with_words, words_of
from tracker.opinions.rules import Status
from tracker.store.action import Act, action
from tracker.store.search import OPINIONS, tokens

BATCH = 500


def index(act: Act, opinion: Opinion, *more: str) -> None:
    """Step: the matter is found by what it says now, once this deed settles; call it last.

    `more`: texts that were just added and are not in the loaded record yet. A sealed matter is found no more.
    """
    if act.is_trial:
        return
    is_gone = opinion.status is Status.SEALED
    found = [] if is_gone else tokens(joined([words_of(opinion), *more]))
    act.once("search index", lambda: Waiting(act)).add(opinion, found)


def drop(act: Act, opinion: Opinion) -> None:
    """Step: nothing finds this matter by its words any more (密封移送、匿名化)."""
    if not act.is_trial:
        act.once("search index", lambda: Waiting(act)).add(opinion, [])


class Waiting:
    """Matters whose words changed in an open act; written together when it settles: then all have ids."""

    def __init__(self, act: Act) -> None:
        self._found: list[tuple[Opinion, list[str]]] = []
        act.on_settle.append(self._write)

    def add(self, opinion: Opinion, found: list[str]) -> None:
        self._found.append((opinion, found))

    def _write(self) -> None:
        last = {one.id: found for one, found in self._found}
        OPINIONS.take_out(number for number, found in last.items() if not found)
        OPINIONS.put({number: found for number, found in last.items() if found})
        self._found.clear()


def catch_up() -> int:
    """Index whatever matters the index lacks, each batch in an act of its own; answers how many.

    For a database from before there was an index, and for a copy that was restored without it.
    """
    done, after = 0, 0
    while batch := ids_after(after, BATCH):
        after = batch[-1]
        if missing := set(batch) - OPINIONS.known(batch):
            done += _take_in(sorted(missing))
    return done


def _take_in(ids: list[int]) -> int:
    with action(SYSTEM, "nightly.run"):
        OPINIONS.put({one.id: tokens(words_of(one)) for one in with_words(ids)})
    return len(ids)


def is_empty() -> bool:
    """Are there matters, and none of them is indexed?"""
    return not OPINIONS.count() and bool(ids_after(0, 1))


def tidy() -> None:
    """What was taken out of the index leaves the file too."""
    with action(SYSTEM, "nightly.run"):
        OPINIONS.tidy()
