"""Research (调查研究) for tests, through the real services."""

from datetime import date
from typing import Any

from factories import VILLAGE, make_actor

from tracker.domain.roles import Actor, Role
from tracker.research import service
from tracker.research.models import Research
from tracker.research.service import Told

BEGAN = date(2024, 3, 4)


def told(leader: Actor, **said: Any) -> Told:
    return Told(**{
        "topic": "村里的水够不够", "leader_id": leader.user_id, "started_on": BEGAN, "villages": (VILLAGE,),
        **said,
    })


def make_research(cadre: Actor | None = None, **said: Any) -> Research:
    cadre = cadre or make_actor(Role.CADRE)
    return service.add(cadre, told(cadre, **said))
