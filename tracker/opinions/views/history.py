"""经过: the way of one matter in words, from the audit log, with the reasons that were written."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.text import _ as N_
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion
from tracker.people.queries import names_of as person_names

SETBACKS = ("opinion.return_unit", "opinion.reopen", "opinion.refuse_over", "opinion.send_back")
BY_RESIDENTS = ("opinion.submit", "opinion.rate")
OTHER_DEEDS = {
    "opinion.register": N_("登记"), "opinion.import": N_("导入"), "opinion.release": N_("收到"),
    "opinion.give_code": N_("给了本人查询码"),
    "opinion.supplement": N_("群众补充了情况"), "opinion.answer_question": N_("群众回答了"),
    "opinion.answer_with": N_("随并案的事一起答复"), "opinion.recount": N_("放假安排有变，期限重算了"),
    "opinion.ask_original": N_("申请看照片原件"), "opinion.allow_original": N_("定了能不能看原件"),
    "opinion.open_original": N_("打开了照片原件"),
    "opinion.consent": N_("本人改了能不能公开"), "opinion.anonymise": N_("隐去姓名和原话"),
}
"""Deeds of the timeline that are no moves; what residents did otherwise stands on the page itself."""


@dataclass(frozen=True)
class Step:
    """One line of the timeline: what, by whom, when, and the reason that was written."""

    what: str
    who: str
    when: str
    note: str = ""
    kind: str = ""


def timeline(opinion: Opinion) -> list[Step]:
    """The newest last."""
    entries = [one for one in queries.history(opinion) if one.action not in BY_RESIDENTS]
    names = person_names({one.user_id for one in entries})
    reasons: dict[str, list[str]] = {}
    for note in opinion.notes:
        reasons.setdefault(f"opinion.{note.move}", []).append(note.text)
    buttons = {f"opinion.{move.name}": move.button for move in reversed(rules.FLOW.moves)}
    steps = [] if opinion.author_id else [Step(_("收到"), "", half_day(opinion.created_at))]
    for one in entries:
        waiting = reasons.get(one.action, [])
        steps.append(
            Step(
                what=_(OTHER_DEEDS.get(one.action) or buttons.get(one.action, "-")),
                who=names.get(one.user_id, ""),
                when=f"{clock.local(one.at):%Y-%m-%d %H:%M}" if one.user_id else half_day(one.at),
                note=waiting.pop(0) if waiting else "",
                kind="warning" if one.action in SETBACKS else "",
            )
        )
    return steps


def half_day(instant: datetime) -> str:
    """2026-11-23 上午: all we know of when a resident did something."""
    here = clock.local(instant)
    return f"{here:%Y-%m-%d} {_('下午') if here.hour >= 12 else _('上午')}"
