"""What waits in boxes for the county (交县纪委监委), taken away as one file that only the county opens."""

import base64
import json

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.sealed import queries
from tracker.store.action import action


def take(actor: Actor, *, is_again: bool = False) -> bytes:
    """取走: every box not yet taken (`is_again`: all of them), one per line, without dates or numbers."""
    waiting = queries.county_boxes(actor, is_again=is_again)
    if not waiting:
        raise RuleBroken(_("现在没有等着取的"))
    with action(actor, "county_box.take") as act:
        for box in waiting:
            act.on("county_box.take", box)
            box.taken_on = box.taken_on or act.today
        lines = sorted(base64.b64encode(one.box).decode() for one in waiting)
    return (json.dumps({"boxes": lines}, indent=0) + "\n").encode()
