"""答复以后, at the desk: call-back with its script, closing, 重办, withdrawals that are asked about."""

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext as _

from tracker.opinions import rules, service
from tracker.opinions.forms.aftercare import AGREES_MEANS, AgainForm, CallForm, WithdrawalCallForm
from tracker.opinions.models import Opinion
from tracker.opinions.queries.aftercare import handlers_of, spoke_with
from tracker.opinions.rules import CallPurpose, Satisfaction, Solved
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import move_page
from tracker.people.queries import names_of as person_names
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page

FREELY = {"free": True, "pressed": False, "missed": None}


def _calls(purpose: CallPurpose, whose: Callable[[Opinion], Collection[int | None]]) -> Any:
    """What the page shows of earlier tries, by whom, how many are left; `whose`: who may not call."""

    def more(opinion: Opinion) -> dict[str, Any]:
        found = [one for one in opinion.calls if one.purpose is purpose and one.is_current]
        missed = sum(not one.is_contacted for one in found)
        return {
            "tries": found, "callers": person_names(one.user_id for one in found), "words": rules,
            "attempt": missed + 1, "attempts": rules.CALL_ATTEMPTS, "press": PressForm(),
            "reply": opinion.reply, "is_own": current_actor.user_id in whose(opinion),
        }

    return more


@bp.route("/<ref>/call_back", methods=["GET", "POST"])
@page("opinion.call_back")
def call_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: CallForm) -> str | None:
        is_again = service.call_back(
            current_actor, opinion, solved=Solved(form.solved.data),
            satisfaction=Satisfaction(form.satisfaction.data), agrees=AGREES_MEANS.get(form.agrees.data),
            feeling=form.words.data or "", is_proxy=bool(form.is_proxy.data),
        )
        return _sent_back(opinion) if is_again else None

    return move_page(
        "call_back", ref, CallForm, deed, _("回访记下了"), template="opinions/call_back.html",
        more=_calls(CallPurpose.ANSWER, handlers_of),
    )


def _sent_back(opinion: Opinion) -> str:
    """Whose list a reopened matter is on now."""
    told = {
        rules.Desk.OFFICE: _("他不满意，已退回原部门重办，要换一个人办，期限减半，从今天起算"),
        rules.Desk.DEPUTY: _("第二次不满意，已交分管领导指派，期限减半，从今天起算"),
        rules.Desk.HEAD: _("第三次不满意，已交主要负责人指派，期限减半，从今天起算"),
    }
    desk = rules.desk_of(opinion.reopened)
    if desk is rules.Desk.OFFICE and opinion.unit_code == opinion.town_code:
        return str(_("原部门没有别的人可换，已交分管领导指派，期限减半，从今天起算"))
    return str(told[desk])


@bp.route("/<ref>/miss_call", methods=["GET", "POST"])
@page("opinion.miss_call")
def miss_call(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.miss_call(current_actor, opinion)

    return move_page(
        "miss_call", ref, PressForm, deed, _("记下了一次没联系上"),
        lead=_("记一次没联系上。记满 %(n)s 次还联系不上，可以直接办结。", n=rules.CALL_ATTEMPTS),
    )


@bp.route("/<ref>/close", methods=["GET", "POST"])
@page("opinion.close")
def close(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> str | None:
        is_explained = service.is_explained(opinion)
        service.close(current_actor, opinion)
        return _("已办结（已解释）。他还能申请复查") if is_explained else None

    return move_page(
        "close", ref, PressForm, deed, _("已办结"), template="opinions/call_close.html",
        more=lambda opinion: {"is_explained": service.is_explained(opinion)},
    )


@bp.route("/<ref>/reopen", methods=["GET", "POST"])
@page("opinion.reopen")
def reopen(ref: str) -> Answer:
    def deed(opinion: Opinion, form: AgainForm) -> str:
        service.reopen(current_actor, opinion, reason=form.reason.data or "")
        return _sent_back(opinion)

    return move_page(
        "reopen", ref, AgainForm, deed, "",
        lead=_("退回重办，要换一个没有经手过的人；期限减半，从今天起算。原来的答复留着。"),
    )


@bp.route("/<ref>/restart", methods=["GET", "POST"])
@page("opinion.restart")
def restart(ref: str) -> Answer:
    def deed(opinion: Opinion, form: AgainForm) -> None:
        service.restart(current_actor, opinion, reason=form.reason.data or "")

    return move_page(
        "restart", ref, AgainForm, deed, _("已重新受理，期限从今天起重新算，请交办"),
        template="opinions/call_again.html",
    )


@bp.route("/<ref>/check_withdrawal", methods=["GET", "POST"])
@page("opinion.check_withdrawal")
def check_withdrawal(ref: str) -> Answer:
    def deed(opinion: Opinion, form: WithdrawalCallForm) -> str | None:
        is_free = FREELY[form.reached.data]
        service.check_withdrawal(
            current_actor, opinion, is_free=is_free, text=form.words.data or "",
            is_proxy=bool(form.is_proxy.data),
        )
        return _("他不是自己要撤的，已恢复办理，由受理员重新交办") if is_free is False else None

    return move_page(
        "check_withdrawal", ref, WithdrawalCallForm, deed, _("记下了"),
        template="opinions/call_withdrawal.html", more=_calls(CallPurpose.WITHDRAWAL, spoke_with),
    )


@bp.route("/<ref>/reinstate", methods=["GET", "POST"])
@page("opinion.reinstate")
def reinstate(ref: str) -> Answer:
    def deed(opinion: Opinion, form: AgainForm) -> None:
        service.reinstate(current_actor, opinion, reason=form.reason.data or "")

    return move_page(
        "reinstate", ref, AgainForm, deed, _("已恢复办理，请受理员交办"), template="opinions/call_again.html"
    )
