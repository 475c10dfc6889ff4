"""叫号: every deed closes one stretch of time and opens the next; undo voids the new one and reopens the old.

The record is handed in as it was read; the door takes the write lock and reads it anew, so of two windows
that press at once the second one is told what the first one did.
"""

from datetime import datetime

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.line import queries, rules
from tracker.line.models import Coming, Stretch, Window
from tracker.line.rules import FLOW, Stage, Status
from tracker.people.queries import names_of as people_names
from tracker.store.action import Act, action


def call(actor: Actor) -> Coming:
    """叫下一位 to the window where this person sits. RuleBroken: no window, somebody there, nobody waits."""
    with action(actor, "coming.call") as act:
        window = queries.window_of(actor)
        if window is None:
            raise RuleBroken(_("您还没有打开窗口，先打开一个再叫号"))
        there = queries.at_window(actor, window.id, act.today)
        rules.check_nobody_else(there.label if there else None)
        coming = queries.next_for(actor, window, act.today)
        if coming is None:
            raise RuleBroken(_("现在没有人在等"))
        act.on("coming.call", coming)
        coming.calls = 1
        _move(act, coming, "call", window_id=window.id, clerk_id=actor.user_id)
    return coming


def recall(actor: Actor, coming: Coming) -> None:
    """再叫一遍: nothing moves, the screen shows it anew."""
    with action(actor, "coming.recall", coming):
        if coming.status is not Status.CALLED:
            raise RuleBroken(_("{label} 已经不在叫了"), label=coming.label)
        coming.calls += 1


def start(actor: Actor, coming: Coming) -> None:
    """开始办: who was called is here, or who was put aside goes on."""
    with action(actor, "coming.start", coming) as act:
        rules.check_same_day(coming.day == act.today)
        _check_free(actor, coming, act)
        _move(act, coming, "start", window_id=coming.window_id, clerk_id=coming.assignee_id)


def hold(actor: Actor, coming: Coming) -> None:
    """先搁着: fills in a form, fetches a copy; the window is free for the next one meanwhile."""
    with action(actor, "coming.hold", coming) as act:
        _move(act, coming, "hold", window_id=coming.window_id, clerk_id=coming.assignee_id)


def put_back(actor: Actor, coming: Coming) -> None:
    """回到队里, at the old place; any window may call again."""
    with action(actor, "coming.put_back", coming) as act:
        _move(act, coming, "put_back", window_id=None, clerk_id=actor.user_id)


def transfer(actor: Actor, coming: Coming, window: Window) -> None:
    """转到别的窗口, at the old place; only that window calls. RuleBroken (field "window_id")."""
    with action(actor, "coming.transfer", coming) as act:
        if window.id == coming.window_id or not window.is_used or window.unit_code != coming.unit_code:
            raise RuleBroken(_("请选另一个窗口"), field="window_id")
        _move(act, coming, "transfer", window_id=window.id, clerk_id=actor.user_id)


def end(actor: Actor, coming: Coming) -> None:
    """办完了: whatever was taken in keeps its own days; the window is free."""
    with action(actor, "coming.end", coming) as act:
        _move(act, coming, "end", window_id=coming.window_id, clerk_id=coming.assignee_id)


def leave(actor: Actor, coming: Coming) -> None:
    """未办: did not come when called, or went without; never counted as served."""
    with action(actor, "coming.leave", coming) as act:
        gone(act, coming, act.now)


def gone(act: Act, coming: Coming, at: datetime) -> None:
    """Step: the end of somebody who was not served."""
    _move(act, coming, "leave", window_id=coming.window_id, clerk_id=coming.assignee_id, at=at)


def undo(actor: Actor, coming: Coming) -> None:
    """撤销上一步, of today, by whoever made it or the head: as if it had not been.

    RuleBroken when there is none, when somebody else made it, or when the window has the next one already.
    """
    with action(actor, "coming.undo", coming) as act:
        rules.check_same_day(coming.day == act.today)
        standing = [one for one in coming.stretches if not one.is_void]
        last, is_over = standing[-1], coming.status in FLOW.terminal()
        if not is_over and len(standing) == 1:
            raise RuleBroken(_("{label} 刚取了号，还没有动过"), label=coming.label)
        _check_own(actor, coming.assignee_id if is_over else last.clerk_id)
        reopened = last if is_over else standing[-2]
        status = rules.STATUS_OF[reopened.stage]
        if status in (Status.CALLED, Status.SERVING):
            there = queries.at_window(actor, reopened.window_id or 0, act.today)
            if there is not None and there.id != coming.id:
                rules.check_nobody_else(there.label)
        if not is_over:
            last.is_void, last.ended_at = True, act.now
        reopened.ended_at = None
        is_waiting = status is Status.WAITING
        coming.status, coming.ended_at, coming.window_id, coming.assignee_id, coming.calls = (
            status, None, reopened.window_id, None if is_waiting else reopened.clerk_id,
            0 if is_waiting else coming.calls,
        )


def _check_own(actor: Actor, clerk_id: int | None) -> None:
    if clerk_id not in (None, actor.user_id) and actor.role is not Role.WINDOW_HEAD:
        name = people_names([clerk_id]).get(clerk_id, "")
        raise RuleBroken(_("上一步是{name}做的，请他撤销"), name=name)


def _check_free(actor: Actor, coming: Coming, act: Act) -> None:
    """Nobody else is at the window of this one."""
    there = queries.at_window(actor, coming.window_id or 0, act.today)
    rules.check_nobody_else(there.label if there and there.id != coming.id else None)


def _move(
    act: Act, coming: Coming, move: str, *, window_id: int | None, clerk_id: int | None,
    at: datetime | None = None,
) -> None:
    """End the stretch that is going on and begin the next one in the same instant."""
    at = at or act.now
    status = FLOW.step(coming.status, move)
    for stretch in coming.stretches:
        if stretch.ended_at is None:
            stretch.ended_at = at
    is_waiting = status is Status.WAITING
    coming.status, coming.window_id, coming.assignee_id, coming.ended_at = (
        status, window_id, None if is_waiting else clerk_id, at if status in FLOW.terminal() else None
    )
    if status in rules.STAGE_OF:
        stage: Stage = rules.STAGE_OF[status]
        coming.stretches.append(Stretch(stage=stage, window_id=window_id, clerk_id=clerk_id, started_at=at))
