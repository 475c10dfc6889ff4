"""Move and Flow: a state machine (办理状态) as one table, read by the service, the page and the tests."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One row of the table: from any of `sources` to `target`; `confirm` is the question asked before it."""

    name: str
    button: str
    sources: frozenset[S]
    target: S
    confirm: str = ""


class Flow(Generic[S]):
    """What may follow what. Several rows may share a name, as long as no source has two of them."""

    def __init__(self, initial: S, *moves: Move[S], terminal: frozenset[S] = frozenset()) -> None:
        self.initial = initial
        self.moves = moves
        self._declared_terminal = terminal

    def step(self, status: S, name: str) -> S:
        """The next status, or RuleBroken. A name that no row has is a programmer's mistake: KeyError."""
        rows = [move for move in self.moves if move.name == name]
        if not rows:
            raise KeyError(name)
        for move in rows:
            if status in move.sources:
                return move.target
        raise RuleBroken(_("当前状态不能“{button}”"), button=rows[0].button)

    def open_moves(self, status: S) -> tuple[Move[S], ...]:
        """The moves that start here, in the order of the table: these are the buttons of the page."""
        return tuple(move for move in self.moves if status in move.sources)

    def states(self) -> tuple[S, ...]:
        """Every member of the enum, in its order, whether a move touches it or not."""
        return tuple(type(self.initial))

    def reachable(self) -> frozenset[S]:
        found, waiting = {self.initial}, [self.initial]
        while waiting:
            targets = {move.target for move in self.open_moves(waiting.pop())}
            waiting.extend(targets - found)
            found |= targets
        return frozenset(found)

    def terminal(self) -> frozenset[S]:
        """The states that no move leaves."""
        return frozenset(state for state in self.states() if not self.open_moves(state))

    def problems(self) -> list[str]:
        """What is wrong with the table, for the house test; empty when it is sound."""
        reachable, ends = self.reachable(), self.terminal()
        pairs = Counter((move.name, source) for move in self.moves for source in move.sources)
        found = [f"unreachable: {state}" for state in self.states() if state not in reachable]
        found += [f"two moves {name!r} from {source}" for (name, source), n in pairs.items() if n > 1]
        for state in self.states():
            if state in self._declared_terminal and state not in ends:
                found.append(f"declared terminal, but moves leave it: {state}")
            if state in ends and state not in self._declared_terminal:
                found.append(f"dead end, not declared terminal: {state}")
        return found
