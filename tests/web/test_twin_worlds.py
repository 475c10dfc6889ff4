"""两个世界: the same town twice, once with an accusation; all that anybody can fetch is the same.

The town is built once and its database file copied; in one world the thing happens, in the other it does not.
The clock stands still in both.
"""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE_2, VILLAGE, make_actor, make_user
from factories_forms import second_town
from factories_opinions import (
    make_draft,
    make_handling,
    make_opinion,
    make_routed,
    make_sealed,
    plant_categories,
)
from factories_sealed import PASSPHRASE, keys_of, make_key, put_key
from factories_visits import make_household, make_link, make_visit

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.exports.offered import REPORTS
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject
from tracker.opinions.rules import Channel, Stream, Urgency
from tracker.overview.service import nightly
from tracker.people.queries import actor_of
from tracker.sealed import service as sealed
from tracker.sealed.models import NamesSubjects
from tracker.sealed.rules import Holder
from tracker.store import audit, sessions
from tracker.store.action import action

TEXT = "农业办的赵建国把机井的钱装进自己口袋"
WORDS = ("赵建国", "机井的钱", "自己口袋", "农业办", "石门", "函", "sealed")
ASKED = (
    *(f"/opinions?text={word}" for word in WORDS), *(f"/opinions?q={word}" for word in WORDS),
    f"/opinions?office={OFFICE_2}", f"/opinions?village={VILLAGE}", "/opinions?status=submitted",
    "/opinions?due=late",
    *(f"/admin/people?q={word}" for word in WORDS[:2]), "/audit?action=sealed",
    "/audit?action=opinion", "/audit?after=50",
    "/services?q=机井", f"/v/{VILLAGE}",
)
DRAWN_ANEW = re.compile(rb'value="[0-9a-f]{32}"|name="work_stamp"[^>]*')
"""Keys and tokens of forms; the exact length of a page stays, so that a header with it may be compared."""


class Town:
    """People, records and a key of the boxes; everything an address may need."""

    def __init__(self, app, as_user):
        self.app = app
        plant_categories()
        second_town()
        people = {
            "accused": make_user(Role.UNIT_HEAD, name="赵建国"), "subordinate": make_user(Role.HANDLER),
            "relative": make_user(Role.CADRE), "clerk": make_user(Role.CLERK),
            "sysadmin": make_user(Role.SYSADMIN), "auditor": make_user(Role.AUDITOR),
            "head": make_user(Role.HEAD),
        }
        self.ids = {name: user.id for name, user in people.items()}
        self.inspector, self.desk = make_actor(Role.DISCIPLINE), make_actor(Role.CLERK)
        make_key(self.inspector)
        put_key(Holder.COUNTY)
        sealed.declare_relatives(
            self.inspector, user_id=self.ids["accused"], relative_id=self.ids["relative"], relation="夫妻"
        )
        make_routed(), make_routed(text="机井坏了半个月")
        self.matter = make_handling(actor_of(self.ids["subordinate"]))
        visit, household = make_visit(make_actor(Role.CADRE)), make_household()
        link = make_link(make_actor(Role.CADRE), household)
        self.records = {
            "/opinions/from-sealed/<ref>": "石门-函-00000", "/sealed/<ref>": "石门-函-00000",
            "/opinions/<ref>": self.matter.ref, "/visits/<ref>": visit.ref,
            "<int:household_id>": household.id,
            "<int:link_id>": link.id, "<int:user_id>": self.ids["clerk"],
        }
        self.clients = {name: as_user(user) for name, user in people.items()}
        self.clients["public"] = app.test_client()
        resident = app.test_client()
        resident.set_cookie("tracker_public", sessions.start("public", None, {"opinion": self.matter.id}, 60))
        self.clients["resident"] = resident
        nightly()

    def addresses(self):
        """Every page there is, with a record where one is asked for, and the lists searched for what was
        said.
        """
        found = [*ASKED]
        for rule in self.app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint == "static" or rule.rule == "/healthz":
                continue
            part = next((one for one in self.records if one in rule.rule), None)
            path = rule.rule.replace("<name>", "opinion-ledger").replace("<kind>", "opinions")
            if part is not None:
                path = re.sub("<ref>|" + re.escape(part), str(self.records[part]), path)
            found.append(re.sub(r"<int:[a-z_]+>", "1", re.sub(r"<(?!int)[^>]+>", "x", path)))
        return [*found, "/opinions/石门-诉-00000", "/sealed/石门-函-00000", "/no/such/page"]

    def everything(self, who):
        """{address: status, headers, body} of all this person can fetch, reports as files too."""
        client, found = self.clients[who], {}
        for path in self.addresses():
            found[path] = plain(client.get(path))
        for name in REPORTS:
            found[f"/reports/{name}"] = plain(client.get(f"/reports/{name}"))
            for unit in (VILLAGE, OFFICE_2):
                found[f"/reports/{name}?unit={unit}"] = plain(client.get(f"/reports/{name}?unit={unit}"))
        return found


def plain(answer):
    headers = sorted((name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Date"))
    body = DRAWN_ANEW.sub(b"", answer.data)
    if body.startswith(b"PK"):  # the packing notes the second of the machine's own clock
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            body = b"".join(name.encode() + packed.read(name) for name in sorted(packed.namelist()))
    return answer.status_code, [one for one in headers if one[0] != "Content-Length"], body


class Fork:
    """The database file before anything happened; each world starts from it."""

    def __init__(self, app, db):
        self.db, self.file = db, Path(app.config["INSTANCE"]) / "tracker.db"
        self.kept = self.file.with_suffix(".twin")
        self._close()
        shutil.copyfile(self.file, self.kept)

    def _close(self):
        self.db.session.rollback()
        with self.db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.session.remove()
        self.db.engine.dispose()

    def again(self):
        self._close()
        shutil.copyfile(self.kept, self.file)


def an_accusation(town):
    """By the web and at a desk, received, given subjects, handed up; one for the county alone."""
    record = make_sealed(text=TEXT, whom="赵建国")
    make_sealed(text="赵建国还打骂老人", is_about_cadre=False)
    opinions.register(town.desk, make_draft(channel=Channel.PHONE, is_read_back=True, text=TEXT), "cd" * 16)
    sealed.receive(town.inspector, record)
    sealed.change_subjects(
        town.inspector, record, user_ids=[town.ids["accused"]], unit_codes=[OFFICE_2], reason="核对过"
    )
    sealed.hand_up(
        town.inspector, record, reason="交县里", on=clock.today(), keys=keys_of(town.inspector, PASSPHRASE)
    )
    sealed.pass_to_county(town.desk, sealed.Accusation(text="书记收了钱"))


def a_matter_about_them(town):
    """An ordinary matter that is about the accused and lies with the office of the subordinate."""
    about = make_opinion(text="农业办的人把机井的钱装进自己口袋", is_about_cadre=False)
    opinions.accept(
        town.desk, about, title="机井的钱", category_id=None, stream=Stream.SERVICE, urgency=Urgency.ACT
    )
    opinions.route(town.desk, about, office_code=OFFICE_2, assignee_id=town.ids["subordinate"])
    with action(town.desk, "opinion.route", about):
        about.subjects = [OpinionSubject(user_id=town.ids["accused"])]


def worlds(app, db, as_user, deed, whom):
    """{who: [(address, what differs)]}"""
    with time_machine.travel(clock.now().replace(microsecond=0), tick=False):
        town = Town(app, as_user)
        names = whom or sorted(town.clients)
        fork, seen = Fork(app, db), []
        for happens in (False, True):
            fork.again()
            if happens:
                deed(town)
            nightly_again()
            seen.append({who: town.everything(who) for who in names})
        fork.again()
        return {
            who: [path for path in seen[0][who] if seen[0][who][path] != seen[1][who][path]] for who in names
        }


def nightly_again():
    """What the night chains, for the second time of this day."""
    with action(SYSTEM, "nightly.run"):
        audit.chain_pending()


@pytest.fixture
def on_a_file(db):
    if db.engine.name != "sqlite":
        pytest.skip("the two worlds are copies of one file; here test_recusal compares before and after")


def test_with_and_without_an_accusation_nobody_can_fetch_one_byte_more(app, db, as_user, on_a_file):
    found = worlds(app, db, as_user, an_accusation, None)
    assert {who: paths for who, paths in found.items() if paths} == {}


BARRED = ["accused", "relative", "subordinate", "sysadmin"]


def test_with_and_without_a_matter_about_them_the_barred_fetch_the_same(app, db, as_user, on_a_file):
    found = worlds(app, db, as_user, a_matter_about_them, BARRED)
    assert {who: paths for who, paths in found.items() if paths} == {}


def test_this_comparison_fails_when_the_predicate_is_gone(app, db, as_user, on_a_file, monkeypatch):
    """Whoever takes the recusal out of the queries is told so by the two tests above."""
    monkeypatch.setattr(NamesSubjects, "not_barred", classmethod(lambda cls, actor: sa.true()))
    found = worlds(app, db, as_user, a_matter_about_them, ["accused"])
    assert any(path.startswith("/opinions") for path in found["accused"])
