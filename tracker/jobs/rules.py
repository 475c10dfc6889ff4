"""Rules of background work (后台任务): how far it is and how long it will take, in words."""

from dataclasses import dataclass

from tracker.domain.text import _

FIRST_GUESS_AFTER_SECONDS = 3
"""Before that the speed is not known well enough to promise anything."""

KIND_LABELS: dict[str, str] = {
    "export": _("导出"),
    "import-check": _("检查导入表"),
    "import": _("导入"),
    "fill": _("填写表样"),
    "backup": _("备份"),
}


UNITS: dict[str, str] = {"fill": _("份")}
"""What a kind of job counts, where it is not rows."""
STATUS_LABELS: dict[str, str] = {
    "queued": _("排队等着做"),
    "running": _("正在做"),
    "done": _("做好了"),
    "failed": _("没有做成"),
    "cancelled": _("已取消"),
}
OPEN = ("queued", "running")
"""Work that is not over yet."""


@dataclass(frozen=True)
class Standing:
    """What the page says of a job that runs: a sentence, and the bar (None: no end known)."""

    text: str
    done: int
    total: int | None


WAITING = Standing(_("在排队，轮到了就开始"), 0, None)
"""Of a job that no worker has begun."""


def standing(done: int, total: int | None, seconds: float, kind: str = "") -> Standing:
    """已处理 3,200 / 12,000 行，约还需 40 秒 (ux.md K12). `seconds`: how long the work has taken so far."""
    unit = UNITS.get(kind, _("行"))
    if not done:
        return Standing(_("刚开始"), 0, total)
    if not total:
        return Standing(_("已处理 {done:,} {unit}").format(done=done, unit=unit), done, None)
    text = _("已处理 {done:,} / {total:,} {unit}").format(done=min(done, total), total=total, unit=unit)
    if seconds >= FIRST_GUESS_AFTER_SECONDS and done < total:
        text += _("，约还需 {left}").format(left=spoken(seconds / done * (total - done)))
    return Standing(text, min(done, total), total)


def spoken(seconds: float) -> str:
    """A guess said as a guess: 5 秒 at least, tens of seconds, minutes."""
    if seconds < 60:
        return _("{n} 秒").format(n=max(5, round(seconds / 5) * 5))
    return _("{n} 分钟").format(n=round(seconds / 60))
