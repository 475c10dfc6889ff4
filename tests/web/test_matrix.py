"""Every page for every role, for nobody, for the neighbours: what the policy table says, and no more."""

import re
from typing import Any

import pytest
import time_machine
from factories import (
    OTHER_TOWN,
    TOWN,
    UNIT_OF_ROLE,
    make_actor,
    make_town,
    make_user,
)
from factories_answering import make_template
from factories_assessments import YEAR, make_settled
from factories_blanks import make_blank, mapped
from factories_bookings import make_booking
from factories_contacts import make_handover
from factories_field import parked
from factories_forms import make_export, make_job, received, second_town
from factories_hall import make_point, make_task
from factories_imports import imported
from factories_line import make_called, make_letter, make_window
from factories_notices import make_shown, pictures_of
from factories_opinions import make_handling
from factories_outreach import make_outreach
from factories_ratings import make_case
from factories_research import make_research
from factories_visits import (
    PHONE,
    make_conflict,
    make_goal,
    make_household,
    make_key_village,
    make_leave,
    make_link,
    make_problem,
    make_visit,
)
from photos import photo

from tracker.domain.policy import POLICY, may_come
from tracker.domain.roles import NOT_STAFF, SYSTEM, Role
from tracker.exports.offered import REPORTS
from tracker.imports.kinds import IMPORTS
from tracker.line.rules.bookings import BookingKind
from tracker.people.models import User
from tracker.people.queries import actor_of
from tracker.store.access import allows
from tracker.store.action import action
from tracker.store.jobs import Status
from tracker.township.service import UnitRow, add_units
from tracker.web.guard import OPEN

STAFF = [role for role in Role if role not in NOT_STAFF]
NEIGHBOURS = [role for role in STAFF if role is not Role.COUNTY]
NAMES = ("欧阳修文", "周桂兰", "王秀英", "石门")
REPORT, SHEET = "visit-ledger", "households"
SHEET_ROWS = ("import.upload", "import.view", "import.undo")
"""For these a person must also be one who takes in this kind of sheet."""


class World:
    """One record of every kind in the first town, and every page of the product with its record filled in."""

    def __init__(self, app: Any) -> None:
        make_town()
        scene = make_settled()
        cadre, household = make_actor(Role.CADRE), make_household(phone=PHONE)
        blank = make_blank(make_actor(Role.CLERK))
        task, sealed = make_task(), received(photos=(photo(),))
        opinion, publication = make_handling(photos=(photo(),)), make_shown()
        self.records: dict[str, Any] = {
            "/opinions/from-sealed/<ref>": sealed, "/opinions/<ref>": opinion, "/sealed/<ref>": sealed,
            "/publishing/<ref>": publication, "/tasks/<ref>": task,
            "/visits/<ref>": make_visit(cadre, household, photos=(photo(),)),
            "/research/<ref>": make_research(cadre),
            "<int:user_id>": scene.deputy, "/problems/<ref>": make_problem(cadre),
            "<int:household_id>": household, "<int:conflict_id>": make_conflict(),
            "<int:parked_id>": parked(cadre)[1],
            "<int:batch_id>": imported(make_actor(Role.CLERK)),
            "<int:template_id>": make_template(),
            "<int:blank_id>": blank, "<int:version_id>": blank.versions[0],
            "<int:draft_id>": mapped(make_actor(Role.CLERK), title="另一张"),
            "<int:village_id>": make_key_village(), "<int:handover_id>": make_handover(),
            "<int:link_id>": make_link(cadre, household), "<int:item_id>": task.item,
            "<int:point_id>": make_point(),
            "<int:year>/<int:appraisal_id>": scene.sheet(), "<int:year>": scene.plan,
            "<int:export_id>": make_export(make_actor(Role.HEAD)),
            "<int:outreach_id>": make_outreach(), "<int:booking_id>": make_booking(BookingKind.HOME),
            "<int:goal_id>": make_goal(), "<int:leave_id>": make_leave(cadre),
            "<int:coming_id>": make_called(), "<int:window_id>": make_window(),
            "<int:letter_id>": make_letter(), "/tasks/ratings/cases/<ref>": make_case(),
            "<int:job_id>": make_job(make_actor(Role.HEAD), Status.FAILED, message="第 12 行：没有这个村"),
        }
        self.pages = [self._page(app, rule) for rule in app.url_map.iter_rules() if self._is_desk(app, rule)]

    def _is_desk(self, app: Any, rule: Any) -> bool:
        view = app.view_functions[rule.endpoint]
        return getattr(view, "page_side", "") == "desk" and "GET" in rule.methods and view.page_action != OPEN

    def _page(self, app: Any, rule: Any) -> tuple[str, str, str, Any]:
        """(address, the same of a record that does not exist, policy row, record)"""
        part = next((one for one in self.records if one in rule.rule), "")
        record = self.records.get(part)
        row = app.view_functions[rule.endpoint].page_action
        rest = rule.rule.replace("/settings/<name>", "/settings/group_word")
        rest = rest.replace("<group>", "civil").replace("<name>", REPORT)
        rest = rest.replace("<key>", "assessment-form").replace("<kind>", SHEET).replace("<paper>", "accept")
        rest += f"?town={TOWN}" if rest.endswith("<int:year>") else ""
        if record is None:
            return rest, "", row, None
        if "<picture>" in rest:
            rest = rest.replace("<picture>", pictures_of(getattr(record, "opinion", record))[0].name)
        if "<ref>" in part:
            return rest.replace("<ref>", record.ref), rest.replace("<ref>", "石门-诉-99999"), row, record
        absent = re.sub("<int:year>", str(YEAR if "appraisal" in part else 2001), rest)
        return (
            re.sub("<int:[a-z_]+>", str(record.id), rest.replace("<int:year>", str(YEAR))),
            re.sub("<int:[a-z_]+>", "999999", absent), row, record,
        )


def said(answer: Any) -> str:
    """Also of a file, which is no text."""
    return str(answer.data.decode("utf-8", "replace"))


def bytes_of(answer: Any, *own: str) -> tuple[int, str]:
    """A page without what is drawn anew for each form, and without what the address itself says."""
    page = re.sub(r'value="[0-9a-f]{32}"', "", said(answer))
    for one in own:
        page = page.replace(one, "")
    return answer.status_code, page


def expected(actor: Any, row: str, record: Any) -> set[int]:
    if not may_come(actor, row):
        return {403}
    if row == "report.list":
        return {200} if may_come(actor, REPORTS[REPORT].action) else {200, 404}
    if row in SHEET_ROWS and not may_come(actor, IMPORTS[SHEET].action):
        return {404}
    if row == "assessment.list" and record is not None:
        return {200} if allows(actor, "plan.view", record) else {404}
    if record is None or allows(actor, row, record):
        return {200, 303}
    return {404}


def neighbour(role: Role) -> User:
    """The same post in the other town."""
    return make_user(role, unit=UNIT_OF_ROLE.get(role, TOWN).replace(TOWN, OTHER_TOWN))


@pytest.fixture
def world(app, db):
    found = World(app)
    second_town()
    add_units(SYSTEM, [UnitRow(OTHER_TOWN + "902", "邻镇农业办"), UnitRow(OTHER_TOWN + "903", "邻镇中心")])
    return found


def test_every_page_answers_as_the_policy_table_says(as_user, world):
    wrong = []
    for role in STAFF:
        user = make_user(role)
        client, actor = as_user(user), actor_of(user.id)
        for path, absent, row, record in world.pages:
            answer = client.get(path)
            if answer.status_code not in expected(actor, row, record):
                wrong.append(f"{role} {path}: {answer.status_code}, not {expected(actor, row, record)}")
            if absent and answer.status_code == 404:
                same = bytes_of(client.get(absent)) == bytes_of(answer)
                wrong += [] if same else [f"{role} {path}: invisible and absent differ"]
    assert not wrong


def test_no_page_tells_the_neighbours_anything(as_user, world):
    """Somebody of the same post in the other town: records are absent, lists do not hold them."""
    wrong = []
    for role in NEIGHBOURS:
        client = as_user(neighbour(role))
        for path, absent, row, record in world.pages:
            if role not in POLICY[row]:
                continue
            answer = client.get(path)
            if record is None:
                wrong += [f"{role} {path} shows {name}" for name in (*NAMES, PHONE) if name in said(answer)]
            elif bytes_of(answer) != bytes_of(client.get(absent)) or answer.status_code != 404:
                wrong.append(f"{role} {path}: {answer.status_code}, or not the page of an absent record")
    assert not wrong


def test_nobody_and_whoever_is_out_are_sent_to_the_login(app, as_user, visitor, world):
    gone, late = make_user(Role.HEAD), make_user(Role.HEAD)
    disabled, expired = as_user(gone), as_user(late)
    with action(SYSTEM, "account.import", gone):
        gone.is_active = False
    with time_machine.travel("2099-01-01T08:00:00+08:00"):
        for path, _absent, _row, _record in world.pages:
            for client in (visitor, disabled, expired):
                answer = client.get(path)
                if path.startswith("/sync/"):  # a script is told so, it follows no redirect
                    assert (answer.status_code, answer.json["state"]) == (401, "sign_in"), path
                else:
                    assert answer.status_code == 302 and "/login?next=" in answer.location, path
