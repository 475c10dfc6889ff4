"""Registering at the desk: reading back, villages as typed, order numbers, slips with their sheet."""

import re
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from factories import VILLAGE, VILLAGE_2, make_actor, make_user
from factories_imports import upload
from factories_opinions import TEXT, make_accepted, name_subjects, plant_categories
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.imports import service as imports
from tracker.opinions.models import Opinion, OpinionSubject, Slip
from tracker.opinions.rules import Channel, Contact
from tracker.people.queries import actor_of
from tracker.sealed.models import Sealed
from tracker.store.action import action

CALL = {
    "channel": "phone",
    "text": TEXT,
    "village_code": "shimen",
    "contact": "open",
    "name": "周桂兰",
    "phone": "13812345678",
}
LETTER = {**CALL, "channel": "letter"}


@pytest.fixture
def clerk(as_user):
    plant_categories()
    return as_user(make_user())


def answers_on(page):
    """What the page between carries on, as its form would send it."""
    fields = PageReader(page.text).forms[-1]["fields"]
    return {name: value for name, value, kind in fields if kind == "hidden"}


def opinions(db):
    return list(db.session.scalars(sa.select(Opinion)))


def test_what_was_said_aloud_is_read_out_before_anything_is_kept(db, clerk):
    page = clerk.submit("/opinions/new", **CALL)
    said = text_of(page)
    assert page.status_code == 200 and not opinions(db)
    for word in (
        "念给他听",
        "您是周桂兰",
        "13812345678",
        TEXT,
        "地方在石门村",
        "前告诉您受不受理",
        "这样记，对不对",
    ):
        assert word in said, word
    answer = clerk.post("/opinions/new", data={**answers_on(page), "go": "read"})
    (opinion,) = opinions(db)
    assert answer.headers["Location"].endswith("/receipt")
    assert opinion.is_read_back and opinion.village_code == VILLAGE and opinion.name == "周桂兰"


def test_mending_comes_back_with_everything_that_was_typed(db, clerk):
    page = clerk.submit(
        "/opinions/new", **{**CALL, "place": "二组井边", "people_count": "3", "behalf": "neighbour"}
    )
    back = clerk.post("/opinions/new", data={**answers_on(page), "go": "edit"})
    assert back.status_code == 200 and not opinions(db)
    for word in (TEXT, "shimen", "二组井边", "周桂兰", "13812345678", 'value="3"'):
        assert word in back.text
    assert re.search(r'<option[^>]*selected[^>]*value="neighbour"', back.text)


def test_nobody_ticks_that_it_was_read_back(db, clerk):
    """Only the page that was read from says so."""
    assert "is_read_back" not in clerk.get("/opinions/new").text
    page = clerk.submit("/opinions/new", **CALL, is_read_back="y")
    assert "念给他听" in text_of(page) and not opinions(db)
    clerk.submit("/opinions/new", **LETTER)
    assert [one.is_read_back for one in opinions(db)] == [False]


@pytest.mark.parametrize("channel", ["letter", "hotline", "above", "slip", "grid", "field"])
def test_what_came_in_writing_needs_no_reading_out(db, clerk, channel):
    assert clerk.submit("/opinions/new", **{**CALL, "channel": channel}).status_code == 303
    assert opinions(db)[0].channel is Channel(channel)


def test_after_the_receipt_the_next_one_is_one_key_away(db, clerk):
    answer = clerk.submit("/opinions/new", **LETTER)
    page = clerk.get(answer.headers["Location"]).text
    assert "data-new" in page and "/opinions/new?channel=letter" in page and "再登记一件" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("cun", "有几个村：石门村、桃源村"), ("火星村", "没有叫“火星村”的村")],
)
def test_a_village_that_is_not_clear_is_asked_for_again(db, clerk, typed, said):
    answer = clerk.submit("/opinions/new", **{**LETTER, "village_code": typed})
    assert answer.status_code == 422 and said in text_of(answer) and TEXT in answer.text and not opinions(db)


def test_a_village_of_the_address_stands_in_the_form(db, clerk):
    assert 'value="桃源村"' in clerk.get(f"/opinions/new?village={VILLAGE_2}").text


def test_a_name_without_a_telephone_is_enough_and_nothing_at_all_is_not(db, clerk):
    assert clerk.submit("/opinions/new", **{**LETTER, "phone": ""}).status_code == 303
    answer = clerk.submit("/opinions/new", **{**LETTER, "phone": "", "name": ""})
    assert answer.status_code == 422 and "请写姓名或电话" in text_of(answer)
    assert (
        clerk.submit(
            "/opinions/new", **{**LETTER, "phone": "", "name": "", "contact": "anonymous"}
        ).status_code
        == 303
    )


def test_more_than_five_choose_representatives(db, clerk):
    few = clerk.submit("/opinions/new", **{**CALL, "channel": "visit", "people_count": "5"})
    many = clerk.submit("/opinions/new", **{**CALL, "channel": "visit", "people_count": "6"})
    assert "推选代表" not in text_of(few) and "代表不超过 5 人" in text_of(many)
    clerk.post("/opinions/new", data={**answers_on(many), "go": "read"})
    assert opinions(db)[0].people_count == 6


def test_an_order_that_is_known_leads_to_its_matter(db, clerk):
    order = {
        **LETTER,
        "channel": "hotline",
        "outside_no": "20261123001",
        "received_on": clock.today().isoformat(),
    }
    clerk.submit("/opinions/new", **order)
    (known,) = opinions(db)
    answer = clerk.submit("/opinions/new", **order)
    assert answer.status_code == 422 and f'href="/opinions/{known.ref}"' in unquote(answer.text)
    assert len(opinions(db)) == 1


def test_to_whom_a_matter_is_hidden_its_number_is_free(db, as_user):
    accused = make_user()
    hidden = make_accepted()
    with action(make_actor(), "opinion.route", hidden):
        hidden.outside_no = "77"
    name_subjects(hidden, OpinionSubject(user_id=accused.id))
    answer = as_user(accused).submit("/opinions/new", **{**LETTER, "channel": "hotline", "outside_no": "77"})
    assert answer.status_code == 303


def test_a_wrong_day_is_said_at_its_field(db, clerk):
    answer = clerk.submit("/opinions/new", **{**LETTER, "received_on": "2099-01-01"})
    assert answer.status_code == 422 and 'href="#received_on"' in answer.text
    assert clerk.submit("/opinions/new", **{**LETTER, "received_on": "x"}).status_code == 422


def test_reading_out_tells_of_a_ticked_accusation_that_it_is_handed_on(db, clerk):
    page = clerk.submit("/opinions/new", **{**CALL, "text": "修路的钱不对", "is_about_cadre": "y"})
    assert (
        "直接转有权机关" in text_of(page)
        and db.session.scalar(sa.select(sa.func.count()).select_from(Sealed)) == 0
    )
    answer = clerk.post("/opinions/new", data={**answers_on(page), "go": "read"})
    assert answer.headers["Location"].endswith("/handed-over")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sealed)) == 1


def test_no_page_of_the_desk_changes_the_words(app, db, clerk):
    """Every address that takes something for a matter, sent with other words: they stay as they were."""
    clerk.submit("/opinions/new", **LETTER)
    (opinion,) = opinions(db)
    posting = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/opinions/<ref>")
        and "POST" in rule.methods
        and "<" not in rule.rule[len("/opinions/<ref>") :]
    ]
    assert len(posting) >= 15
    for rule in posting:
        if rule.endpoint == "opinions.seal":
            continue
        hidden = answers_on(clerk.get("/opinions/new"))
        clerk.post(
            rule.rule.replace("<ref>", opinion.ref),
            data={**hidden, "text": "改过的话", "version": opinion.version},
        )
    db.session.expire_all()
    assert db.session.get(Opinion, opinion.id).text == TEXT


# slips


def test_slips_are_made_and_shown_on_pages_to_cut(db, clerk):
    answer = clerk.submit("/opinions/slips", pages="2")
    sheet = clerk.get(answer.headers["Location"])
    codes = re.findall(r"\b(?:\d{4} ){4}\d{4}\b", text_of(sheet))
    assert len(codes) == 20 and sheet.text.count("slip-up") == 20 and "data:image/svg" in sheet.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Slip)) == 20


def test_the_sheet_of_slips_is_nobody_elses(db, clerk, as_user):
    clerk.submit("/opinions/slips", pages="1")
    assert as_user(make_user()).get("/opinions/slips/sheet").status_code == 303
    assert as_user(make_user(Role.HANDLER)).get("/opinions/slips").status_code == 403


@pytest.mark.parametrize("pages", ["0", "6", "x", ""])
def test_a_strange_number_of_pages_is_asked_again(db, clerk, pages):
    assert clerk.submit("/opinions/slips", pages=pages).status_code == 422


def test_a_slip_is_typed_in_by_its_number_and_the_next_one_follows(db, clerk):
    clerk.submit("/opinions/slips", pages="1")
    slip = db.session.scalars(sa.select(Slip)).first()
    said = {
        **CALL,
        "channel": "slip",
        "slip_no": slip.slip_no,
        "contact": "anonymous",
        "name": "",
        "phone": "",
    }
    answer = clerk.submit("/opinions/new", **said)
    (opinion,) = opinions(db)
    assert answer.headers["Location"] == "/opinions/new?channel=slip" and opinion.contact is Contact.ANONYMOUS
    assert opinion.ref in text_of(clerk.get(answer.headers["Location"]))
    again = clerk.submit("/opinions/new", **said)
    assert again.status_code == 422 and "已经登记过" in text_of(again)


def test_the_import_of_slips_offers_no_undo_and_says_why(db, as_user):
    user = make_user()
    batch = upload(actor_of(user.id), ("村", "内容"), ("石门村", "路灯不亮。"), kind="slips")
    imports.take(actor_of(user.id), batch)
    client = as_user(user)
    assert "撤销这次导入" not in text_of(client.get(f"/imports/batches/{batch.id}"))
    assert f"/imports/batches/{batch.id}/undo" not in client.get("/imports").text
    page = client.get(f"/imports/batches/{batch.id}/undo", follow_redirects=True)
    assert "登记了就不撤销" in text_of(page)
    assert len(opinions(db)) == 1
