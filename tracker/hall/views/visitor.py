"""Who stands at the counter (一次来访): what is known of the person, carried from one matter to the next."""

from dataclasses import dataclass
from typing import Any

from tracker.catalogue.models import ServiceItem
from tracker.domain.masking import mask_id
from tracker.hall import forms, service
from tracker.hall.models import Task
from tracker.hall.queries import visitors
from tracker.hall.views.frame import View, bp
from tracker.hall.views.moves import move_page
from tracker.line import queries as line
from tracker.line.models import Coming
from tracker.store import typed
from tracker.web.guard import current_actor, page
from tracker.web.pages import text_arg

SCANNED = "/tasks/desk/scanned"
"""Where the number of a card that was read is kept until the matter is chosen: encrypted, for this clerk."""


@dataclass(frozen=True)
class Visitor:
    """`coming`: who is at this window by the line; `earlier`: the last task of the same person just now."""

    coming: Coming | None = None
    earlier: Task | None = None
    id_number: str = ""
    """As the reader sent it."""

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number)

    @property
    def facts(self) -> dict[str, str]:
        """What the form need not ask again."""
        if self.earlier is not None:
            return {
                "applicant": self.earlier.applicant, "phone": self.earlier.phone or "",
                "village_code": self.earlier.village_code,
            }
        return {"applicant": (self.coming.name if self.coming else None) or "", "phone": ""}

    @property
    def address(self) -> dict[str, Any]:
        """How the next page knows the same person: by a number of a task, never by a name."""
        kept = {"with": self.earlier.ref} if self.earlier and not self.coming else {}
        return {**kept, **({"scan": "1"} if self.id_number else {})}

    def known(self, name: str, phone: str) -> visitors.Known:
        return visitors.known_of(current_actor, name, phone, self.earlier)


def visitor() -> Visitor:
    """By the line, else by ?with=<task>; ?scan=1 takes up the card that was read."""
    coming = line.now_at(current_actor)
    if coming is not None:
        done = visitors.of_coming(current_actor, coming.id)
        earlier = done[-1] if done else None
    else:
        ref = text_arg("with")
        earlier = visitors.by_ref(current_actor, ref) if ref else None
    kept = typed.kept(current_actor.user_id, SCANNED) if text_arg("scan") else {}
    return Visitor(coming, earlier, "".join(kept.get("id_number", [])))


def keep_scan(number: str) -> None:
    typed.keep(current_actor.user_id, SCANNED, {"id_number": [number]})


def forget_scan() -> None:
    typed.drop(current_actor.user_id, SCANNED)


def papers_had(item: ServiceItem, known: visitors.Known) -> dict[str, visitors.Had]:
    """Papers of this item the person brought before."""
    return {one.name: known.papers[one.name] for one in item.materials if one.name in known.papers}


@bp.route("/tasks/<ref>/put_card", methods=["GET", "POST"])
@page("task.put_card")
def put_card(ref: str) -> View:
    """补登身份证号 of what came in without the card."""
    return move_page(
        "put_card", ref, forms.CardForm,
        lambda task, form: service.put_card(current_actor, task, id_number=form.id_number.data),
    )
