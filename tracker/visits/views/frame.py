"""The blueprint of contact points, visits and problems; places to choose from; where records are shown."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound
from tracker.domain.roles import Actor
from tracker.households import queries as households
from tracker.households.models import Household
from tracker.problems import queries as problems
from tracker.township.queries import kind_labels
from tracker.township.rules import UnitKind
from tracker.visits import queries
from tracker.visits.service import Place, place_of
from tracker.web.pages import Page, record_page

bp = Blueprint("visits", __name__)

View = Response | tuple[str, int]

record_page("visit", lambda visit_id: url_for("visits.detail", ref=queries.ref_of(visit_id)))
record_page("problem", lambda problem_id: url_for("visits.problem", ref=problems.ref_of(problem_id)))
record_page("household", lambda household_id: url_for("visits.household", household_id=household_id))
record_page("contact_link", lambda _link_id: url_for("visits.contacts"))


def page_of(found: Any, after: str) -> Page:
    """The pager of one page found by keyset."""
    return Page(found.rows, next_after=found.next_after, has_previous=bool(after))


def day_arg(name: str) -> date | None:
    """A day in the address, None when there is none or it is no day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _found(actor: Actor) -> Household | None:
    """The household a sent form names as its place; None for any other place, or one that is not theirs."""
    value = request.form.get("place", "")
    try:
        home = place_of(actor, value).household_id if value.startswith("h") else None
    except NotFound:
        return None
    return households.by_id([home]).get(home)


class Places:
    """Where a visit may lead: the own contact households first, then the villages; one select field.

    `household_id`: one household more, from its own page or from a visit that is being corrected; what was
    found by its name and sent is taken in too, if this person may see it.
    """

    def __init__(self, actor: Actor, household_id: int | None = None) -> None:
        self.places: dict[str, Place] = {}
        self._groups: dict[str, dict[str, str]] = {}
        contacts = queries.my_contacts(actor)
        rows = [row for row in contacts if row.household]
        waiting = {row.link.id for row in queries.waiting_households(rows, clock.today())}
        rows.sort(key=lambda one: (one.link.id not in waiting, one.name))
        self.homes = [(f"h{row.link.household_id}", row.name) for row in rows]
        """(value, label) of the own contact households, those not seen this quarter first."""
        for row in rows:
            note = _("（本季度还没去）") if row.link.id in waiting else ""
            self._add(_("我的联系户"), f"h{row.link.household_id}", row.name + note,
                      Place(row.link.unit_code, row.link.household_id))
        if household_id is not None and f"h{household_id}" not in self.places:
            household = households.household(actor, "household.view", household_id)
            name = households.label_of(household, "")
            self._add(_("这一户"), f"h{household.id}", name, Place(household.unit_code, household.id))
        found = _found(actor)
        if found is not None and f"h{found.id}" not in self.places:
            name = households.label_of(found, "")
            self._add(_("找到的户"), f"h{found.id}", name, Place(found.unit_code, found.id))
        villages = queries.places(actor)
        for code, name in villages:
            self._add(_("村（社区）"), f"v{code}", name, Place(code))
        group = _(kind_labels()[UnitKind.GROUP])
        near = {row.link.village_code for row in contacts} | {actor.unit_code}
        for code, name in queries.groups_of([village for village in villages if village[0] in near]):
            self._add(group, f"v{code}", name, Place(code))

    def _add(self, group: str, value: str, label: str, place: Place) -> None:
        self.places[value] = place
        self._groups.setdefault(group, {})[value] = label

    @property
    def choices(self) -> dict[str, str | dict[str, str]]:
        """For the select field: a group for each kind of place."""
        return {"": _("（还没选）"), **self._groups}

    def __getitem__(self, value: str) -> Place:
        return self.places[value]
