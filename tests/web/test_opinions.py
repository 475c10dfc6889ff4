"""The desk of residents' matters: list, registering, one matter, each move's page; role by role."""

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_user
from factories_opinions import (
    TEXT,
    make_accepted,
    make_closed,
    make_handling,
    make_opinion,
    make_registered,
    make_replied,
    make_routed,
    plant_categories,
)
from support import text_of

from tracker.domain.roles import Role
from tracker.opinions import queries
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Contact, Status
from tracker.people.queries import actor_of
from tracker.sealed.models import Sealed


def test_the_list_says_in_a_sentence_what_it_holds(db, as_user):
    make_opinion()
    make_closed()
    page = text_of(as_user(make_user()).get("/opinions"))
    assert "筛选出 2 件，已答复 1 件，逾期 0 件" in page


def test_an_empty_list_says_why_it_is_empty(db, as_user):
    client = as_user(make_user())
    assert "还没有人反映问题" in text_of(client.get("/opinions"))
    assert "没有找到" in text_of(client.get("/opinions?text=zzz"))


def test_filters_narrow_the_list(db, as_user):
    here, there = make_opinion(), make_opinion(village_code=VILLAGE_2, phone="13900001111")
    routed = make_routed()
    client = as_user(make_user())
    for query, found in [
        (f"village={VILLAGE_2}", {there}), ("status=routed", {routed}), (f"office={OFFICE_2}", {routed}),
        ("text=13900001111", {there}), (f"text={here.ref}", {here}), ("text=机井", {here, there, routed}),
        ("due=late", set()), ("due=week", {routed}), ("status=nonsense", {here, there, routed}),
    ]:
        page = client.get(f"/opinions?{query}").text
        assert {one for one in (here, there, routed) if one.ref in page} == found, query


def test_twenty_a_page_and_the_next_one_follows_without_a_gap(db, as_user):
    refs = {make_opinion().ref for _time in range(23)}
    client = as_user(make_user())
    first = client.get("/opinions")
    after = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(after)
    on_first = {ref for ref in refs if ref in first.text}
    on_second = {ref for ref in refs if ref in second.text}
    assert len(on_first) == 20 and on_first | on_second == refs and not on_first & on_second
    assert client.get("/opinions?after=junk").status_code == 200


def test_the_list_never_shows_a_whole_name_or_number(db, as_user):
    make_opinion(text="打13812345678找我", name="周桂兰", phone="13812345678")
    page = as_user(make_user()).get("/opinions").text
    assert "13812345678" not in page and "周桂兰" not in page and "周**" in page


def test_the_list_needs_few_statements_however_long_it_is(db, as_user):
    client, counted = as_user(make_user()), []

    def statements():
        counted.clear()
        client.get("/opinions")
        return len(counted)

    sa.event.listen(db.engine, "before_cursor_execute", lambda *_given: counted.append(1))
    make_routed()
    few = statements()
    for _time in range(9):
        make_routed()
    assert statements() == few <= 21


def test_the_desk_registers_a_call_and_reads_out_the_receipt(db, as_user):
    plant_categories()
    category = queries.category_like("990101001", "饮水用电通信")
    client = as_user(make_user())
    answer = client.submit(
        "/opinions/new", channel="phone", text=TEXT, village_code=VILLAGE, contact="open", name="周桂兰",
        phone="13812345678", category_id=str(category.id), go="read",
    )
    opinion = db.session.scalars(sa.select(Opinion)).one()
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/receipt")
    assert opinion.urgency.value == "fast"  # by its category
    shown = client.get(answer.headers["Location"])
    assert opinion.ref in text_of(shown) and "念给他听" in text_of(shown)
    assert as_user(make_user()).get(answer.headers["Location"]).status_code == 303


def test_what_was_said_aloud_is_read_out_before_it_is_registered(db, as_user):
    answer = as_user(make_user()).submit("/opinions/new", channel="phone", text=TEXT, contact="anonymous")
    assert answer.status_code == 200 and TEXT in answer.text and "念给他听" in text_of(answer)
    assert db.session.query(Opinion).count() == 0


def test_sending_the_registration_twice_makes_one(db, as_user):
    client = as_user(make_user())
    shown = client.get("/opinions/new")
    from support import PageReader

    hidden = {n: v for n, v, kind in PageReader(shown.text).forms[-1]["fields"] if kind == "hidden"}
    data = {**hidden, "channel": "letter", "text": TEXT, "contact": "anonymous"}
    first, second = client.post("/opinions/new", data=data), client.post("/opinions/new", data=data)
    assert first.headers["Location"] == second.headers["Location"]
    assert db.session.query(Opinion).count() == 1


def test_an_accusation_registered_at_the_desk_leaves_no_link(db, as_user):
    client = as_user(make_user())
    answer = client.submit(
        "/opinions/new", channel="letter", text="修路的钱不对", contact="anonymous", is_about_cadre="y"
    )
    page = client.get(answer.headers["Location"])
    record = db.session.scalars(sa.select(Sealed)).one()
    assert "已转有权机关" in text_of(page) and record.ref not in page.text and "sealed" not in page.text


def test_the_desk_sends_accusations_against_heads_to_the_county(db, as_user):
    make_user(Role.HEAD, name="郑明远")
    answer = as_user(make_user()).submit(
        "/opinions/new", channel="letter", text="郑明远收了钱", contact="anonymous"
    )
    assert "12388" in text_of(answer) and db.session.query(Sealed).count() == 0


def test_detail_shows_the_words_first_and_explains_the_deadline(db, as_user):
    opinion = make_accepted()
    page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
    assert page.index(TEXT) < page.index("下一步")
    assert "还剩 5 个工作日" in page and "起算 5 个工作日" in page and "受理" in page


def test_whoever_asked_for_confidence_stays_masked_for_the_handler(db, as_user):
    handler = make_user(Role.HANDLER)
    opinion = make_handling(actor_of(handler.id), contact=Contact.CONFIDENTIAL)
    masked = as_user(handler).get(f"/opinions/{opinion.ref}").text
    assert "周桂兰" not in masked and "13812345678" not in masked
    assert "周桂兰" in as_user(make_user()).get(f"/opinions/{opinion.ref}").text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CLERK, 200), (Role.CALLBACK, 200), (Role.DEPUTY, 200), (Role.HEAD, 200), (Role.COUNTY, 200),
        (Role.UNIT_HEAD, 200), (Role.HANDLER, 404), (Role.CADRE, 404), (Role.AGENT, 404), (Role.ORG, 403),
        (Role.DISCIPLINE, 403), (Role.SYSADMIN, 403), (Role.SECADMIN, 403), (Role.AUDITOR, 403),
    ],
)
def test_detail_by_role(db, as_user, role, status):
    opinion = make_routed()
    assert as_user(make_user(role)).get(f"/opinions/{opinion.ref}").status_code == status


MAKERS = {
    "accept": (make_opinion, Role.CLERK), "decline": (make_opinion, Role.CLERK),
    "seal": (make_opinion, Role.CLERK), "withdraw": (make_opinion, Role.CLERK),
    "route": (make_accepted, Role.CLERK), "assign": (make_routed, Role.UNIT_HEAD),
    "return": (make_routed, Role.UNIT_HEAD), "draft": (make_handling, Role.UNIT_HEAD),
    "call_back": (make_replied, Role.CALLBACK), "miss_call": (make_replied, Role.CALLBACK),
    "close": (make_replied, Role.CALLBACK), "reopen": (make_replied, Role.CALLBACK),
}


@pytest.mark.parametrize("move", MAKERS)
def test_each_move_has_its_page_for_its_role_and_for_no_other(db, as_user, move):
    make, role = MAKERS[move]
    opinion = make()
    path = f"/opinions/{opinion.ref}/{move}"
    assert as_user(make_user(role)).get(path).status_code == 200
    for other in (Role.ORG, Role.SYSADMIN, Role.COUNTY, Role.CADRE if move != "draft" else Role.AUDITOR):
        assert as_user(make_user(other)).get(path).status_code == 403, other


@pytest.mark.parametrize("move", ["decline", "return", "draft", "call_back", "reopen", "assign", "withdraw"])
def test_an_empty_move_answers_422_and_changes_nothing(db, as_user, move):
    make, role = MAKERS[move]
    opinion = make()
    before = opinion.status
    assert as_user(make_user(role)).submit(f"/opinions/{opinion.ref}/{move}").status_code == 422
    assert db.session.get(Opinion, opinion.id).status is before


def test_a_matter_goes_from_the_call_to_the_end_page_by_page(db, as_user):
    plant_categories()
    clerk, head, handler = make_user(), make_user(Role.UNIT_HEAD), make_user(Role.HANDLER)
    caller, opinion = make_user(Role.CALLBACK), make_registered()
    category = queries.category_like("990101001", "饮水用电通信")
    at = f"/opinions/{opinion.ref}"
    steps = [
        (clerk, "accept", {"title": "机井", "category_id": category.id, "stream": "service",
                           "urgency": "act", "village_code": VILLAGE, "about_unit": ""}),
        (clerk, "route", {"office_code": OFFICE_2, "assignee_id": ""}),
        (head, "assign", {"assignee_id": handler.id}),
        (handler, "draft", {"outcome": "supported", "answer": "洗过井了。", "has_read": "y"}),
        (head, "sign", {}),
        (caller, "call_back", {"solved": "yes", "satisfaction": "good"}),
        (caller, "close", {}),
    ]
    for user, move, fields in steps:
        assert as_user(user).submit(f"{at}/{move}", **fields).status_code == 303, move
    assert db.session.get(Opinion, opinion.id).status is Status.CLOSED
    page = text_of(as_user(clerk).get(at))
    for word in ("登记", "受理", "交办", "指派承办人", "拟答复", "签发答复", "记回访", "办结", "按期答复"):
        assert word in page


def test_a_reply_with_a_telephone_keeps_its_text(db, as_user):
    handler = make_user(Role.HANDLER)
    opinion = make_handling(actor_of(handler.id))
    answer = as_user(handler).submit(
        f"/opinions/{opinion.ref}/draft", outcome="supported", answer="请打 13812345678", has_read="y"
    )
    assert answer.status_code == 422 and "请打 13812345678" in answer.text and "手机号" in text_of(answer)


def test_two_clerks_on_one_matter_meet_on_the_conflict_page(db, as_user):
    opinion, client = make_opinion(), as_user(make_user())
    from support import PageReader

    shown = client.get(f"/opinions/{opinion.ref}/withdraw")
    hidden = {n: v for n, v, kind in PageReader(shown.text).forms[-1]["fields"] if kind == "hidden"}
    assert as_user(make_user()).submit(f"/opinions/{opinion.ref}/decline", ground="same").status_code == 303
    answer = client.post(f"/opinions/{opinion.ref}/withdraw", data={**hidden, "reason": "本人签了字"})
    assert answer.status_code == 409 and "本人签了字" in answer.text


def test_after_sealing_the_clerk_is_back_at_the_list(db, as_user):
    opinion, client = make_opinion(), as_user(make_user())
    answer = client.submit(f"/opinions/{opinion.ref}/seal", whom="")
    assert answer.headers["Location"] == "/opinions"
    assert opinion.ref not in client.get("/opinions").text
    assert client.get(f"/opinions/{opinion.ref}").status_code == 404
