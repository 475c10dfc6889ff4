"""The blueprint of the hall's desk pages, and where its records are shown."""

from typing import Any

from flask import Blueprint, Response, g, redirect, url_for

from tracker.catalogue.models import ServiceItem
from tracker.hall import queries
from tracker.hall.models import Task
from tracker.store import receipts
from tracker.store import sessions as kept
from tracker.web.pages import record_page

bp = Blueprint("hall", __name__)

View = Response | tuple[str, int]


def _task_page(task_id: int) -> str:
    """Where a form that was sent twice leads to: thanks for residents, the voucher while it can be shown."""
    if g.get("side") == "public":
        return url_for("hall_public.rated")
    made = (g.session_row.data if g.get("session_row") else {}).get("voucher") or {}
    endpoint = "hall.voucher" if made.get("task") == task_id else "hall.detail"
    return url_for(endpoint, ref=queries.ref_of(task_id))


record_page("task", _task_page)
record_page("service_item", lambda item_id: url_for("hall.edit_service", item_id=item_id))


def to(url: str) -> Response:
    """On to the next page after a deed."""
    return redirect(url, 303)  # type: ignore[return-value]  # werkzeug's is Flask's here


def has_code(task: Task) -> bool:
    """Whether somebody holds the receipt of this task; what came from a visit may have none yet."""
    return bool(receipts.given(Task.__tablename__, [task.id]))


def remember(task_id: int, form_key: str) -> None:
    """This session has given the task its receipt, and may print it."""
    kept.change(g.session_token, {**g.session_row.data, "voucher": {"task": task_id, "key": form_key}})


def voucher_shown(form_key: str) -> Response | None:
    """To the voucher of the task this form gave its receipt, to print while this session remembers it;
    None when the form led to none."""
    code = receipts.issued(form_key)
    receipt = receipts.open_receipt(code) if code else None
    if receipt is None or receipt.kind != Task.__tablename__:
        return None
    remember(receipt.record_id, form_key)
    return to(url_for("hall.voucher", ref=queries.ref_of(receipt.record_id)))


def one_of(enum: Any, text: str) -> Any:
    """A filter of the address as enum member, None for anything else."""
    return enum(text) if text in set(enum) else None


def ticks(item: ServiceItem) -> list[tuple[str, str]]:
    """The material list as boxes to tick."""
    return [(material.name, material.words) for material in item.materials]
