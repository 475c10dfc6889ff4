"""How a person likes the list (列、常用查询、批量交办), texts kept while typing, and who has it open."""

import html
import re
from urllib.parse import urlencode

import time_machine
from factories import OFFICE_2, make_actor, make_user
from factories_opinions import make_accepted, make_handling, make_opinion, make_routed, name_subjects
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.rules import Status
from tracker.store.preferences import Preference


def forms_of(page):
    return [one for one in PageReader(page.text).forms if one["method"] == "post"]


def hidden_of(form):
    return {name: html.unescape(value) for name, value, kind in form["fields"] if kind == "hidden"}


def press(client):
    """What any small form of the frame would send along."""
    return hidden_of(forms_of(client.get("/opinions?all=1"))[0])


def heads(page):
    return re.findall(r"<th scope=\"col\"[^>]*>([^<]+)", page.text)


def send(client, action, page="/opinions?all=1", **fields):
    """Fill in the form of the page that leads to `action`."""
    shown = client.get(page)
    form = next(one for one in forms_of(shown) if one["action"] == action)
    hidden = hidden_of(form)
    return client.post(action, data={**hidden, **fields})


def test_chosen_columns_stay_on_the_server_for_the_next_sign_in(db, as_user):
    make_opinion()
    user = make_user()
    send(as_user(user), "/opinions/columns", columns=["channel", "due"], density="tight")
    page = as_user(user).get("/opinions")
    assert heads(page)[-2:] == ["期限", "怎么来的"] and "table--tight" in page.text
    assert "怎么来的" not in heads(as_user(make_user(Role.HEAD)).get("/opinions"))


def test_a_saved_view_opens_with_the_list_and_can_be_taken_away(db, as_user):
    routed, other = make_routed(), make_opinion()
    client = as_user(make_user())
    send(client, "/opinions/views", page="/opinions?status=routed", name="已交办的", is_first="1")
    shown = client.get("/opinions", follow_redirects=True)
    assert routed.ref in shown.text and other.ref not in shown.text and "已交办的" in shown.text
    assert other.ref in client.get("/opinions?all=1").text
    send(client, "/opinions/views/drop", name="已交办的")
    assert other.ref in client.get("/opinions").text


def test_a_view_with_junk_in_it_is_not_kept(db, as_user):
    make_opinion()
    client = as_user(make_user())
    send(client, "/opinions/views", page="/opinions?status=routed", name="x", query="a\nb")
    send(client, "/opinions/views", page="/opinions?status=routed", name="", query="status=routed")
    assert "/opinions/views/drop" not in client.get("/opinions?all=1").text


def test_a_number_that_was_searched_for_is_not_kept_with_a_view(db, as_user):
    client = as_user(make_user())
    query = urlencode({"text": "13812345678", "status": "routed"})
    send(client, "/opinions/views", page="/opinions?status=routed", name="周桂兰 13812345678", query=query)
    kept = str([one.value for one in db.session.query(Preference)])
    assert "status=routed" in kept and "138" not in kept


def test_many_matters_are_given_out_at_once_and_each_one_says_what_became_of_it(db, as_user):
    good, gone = make_accepted(), make_accepted()
    client = as_user(make_user())
    shown = client.get("/opinions?all=1")
    form = forms_of(shown)[-1]
    hidden = hidden_of(form)
    page = client.post(
        "/opinions/bulk", data={**hidden, "target": OFFICE_2, "refs": [good.ref, gone.ref, "石门-诉-0000000"]}
    )
    assert "2 件已交办，1 件没办成" in text_of(page) and "没有找到" in text_of(page)
    assert {one.status for one in db.session.query(Opinion)} == {Status.ROUTED}


def give_out(client, *opinions):
    form = forms_of(client.get("/opinions?all=1"))[-1]
    hidden = hidden_of(form)
    return client.post(
        "/opinions/bulk", data={**hidden, "target": OFFICE_2, "refs": [one.ref for one in opinions]}
    )


def undo(client, page):
    form = next(one for one in forms_of(page) if one["action"] == "/opinions/bulk/undo")
    return client.post("/opinions/bulk/undo", data=hidden_of(form))


def test_undo_takes_back_what_nobody_has_touched(db, as_user):
    one, other = make_accepted(), make_accepted()
    client = as_user(make_user())
    page = give_out(client, one, other)
    from tracker.opinions import service

    db.session.refresh(other)
    service.assign(make_actor(Role.UNIT_HEAD), other, assignee_id=make_actor(Role.HANDLER).user_id)
    assert undo(client, page).status_code == 303
    assert "已撤销 1 件" in text_of(client.get("/opinions?all=1"))
    db.session.expire_all()
    assert (one.status, one.office_code, one.unit_code) == (Status.ACCEPTED, None, one.town_code)
    assert other.status is Status.HANDLING


def test_after_ten_minutes_nothing_is_taken_back(db, as_user):
    opinion = make_accepted()
    now = clock.now()
    with time_machine.travel(now, tick=False) as travel:
        client = as_user(make_user())
        page = give_out(client, opinion)
        travel.shift(601)
        undo(client, page)
        assert "过了 10 分钟" in text_of(client.get("/opinions?all=1"))
    db.session.expire_all()
    assert opinion.status is Status.ROUTED


def test_somebody_elses_undo_is_worth_nothing(db, as_user):
    opinion = make_accepted()
    page = give_out(as_user(make_user()), opinion)
    other = as_user(make_user())
    form = forms_of(other.get("/opinions?all=1"))[-1]
    hidden = hidden_of(form)
    signed = next(v for one in forms_of(page) for n, v, _kind in one["fields"] if n == "undo")
    other.post("/opinions/bulk/undo", data={**hidden, "undo": html.unescape(signed)})
    db.session.expire_all()
    assert opinion.status is Status.ROUTED


def test_the_head_of_an_office_gives_many_to_one_person(db, as_user):
    opinion = make_routed()
    handler = make_actor(Role.HANDLER)
    client = as_user(make_user(Role.UNIT_HEAD))
    form = forms_of(client.get("/opinions?all=1"))[-1]
    hidden = hidden_of(form)
    page = client.post(
        "/opinions/bulk", data={**hidden, "target": str(handler.user_id), "refs": [opinion.ref]}
    )
    assert "1 件已交办" in text_of(page) and "撤销" not in text_of(page)
    db.session.expire_all()
    assert opinion.assignee_id == handler.user_id


def test_nobody_ticked_or_nothing_chosen_is_said_and_changes_nothing(db, as_user):
    opinion = make_accepted()
    client = as_user(make_user())
    give_out(client)
    assert "请先勾选" in text_of(client.get("/opinions?all=1"))
    db.session.expire_all()
    assert opinion.status is Status.ACCEPTED


def test_a_barred_office_is_refused_and_named(db, as_user):
    opinion = make_accepted(about_unit=OFFICE_2)
    client = as_user(make_user())
    form = forms_of(client.get("/opinions?all=1"))[-1]
    hidden = hidden_of(form)
    page = client.post("/opinions/bulk", data={**hidden, "target": OFFICE_2, "refs": [opinion.ref]})
    assert "请从列出的部门里选一个" in text_of(page)


# typing


def keep(client, page, **fields):
    form = forms_of(client.get(page))[-1]
    hidden = hidden_of(form)
    return client.post("/me/typed", data={**hidden, **fields, "kept_page": page})


def test_what_is_typed_waits_on_the_server_and_is_gone_once_it_was_sent(db, as_user):
    opinion = make_handling()
    user = db.session.get(type(make_user()), opinion.assignee_id)
    page = f"/opinions/{opinion.ref}/return_unit"
    client = as_user(user)
    page = page if client.get(page).status_code == 200 else f"/opinions/{opinion.ref}/return"
    answer = keep(client, page, reason="管材归发展办买，写到一半")
    assert "已自动保存" in answer.json["text"]
    shown = as_user(user).get(page + "?kept=1")
    assert "管材归发展办买，写到一半" in shown.text
    assert client.submit(page, reason="管材归发展办买", office_code="").status_code == 303
    assert "写到一半" not in as_user(user).get(page + "?kept=1").text


def test_somebody_else_does_not_see_it(db, as_user):
    opinion = make_opinion()
    page = f"/opinions/{opinion.ref}/decline"
    keep(as_user(make_user()), page, advice="只有我看得到")
    assert "只有我看得到" not in as_user(make_user()).get(page + "?kept=1").text


def test_it_lies_encrypted_and_for_three_days_only(db, as_user):
    from tracker.store import typed

    user = make_user()
    typed.keep(user.id, "/opinions/new", {"text": ["井水浑了"]})
    raw = db.session.execute(db.text("SELECT fields FROM typed")).scalar()
    assert "井水浑了".encode() not in bytes(raw)
    assert typed.kept(user.id, "/opinions/new") == {"text": ["井水浑了"]}
    with time_machine.travel(clock.now() + typed.KEPT):
        assert typed.kept(user.id, "/opinions/new") == {}
        assert typed.sweep() == 1


def test_too_much_is_not_kept_and_says_so(db, as_user):
    make_opinion()
    answer = keep(as_user(make_user()), "/opinions/new", text="字" * 50_000)
    assert "太长了" in answer.json["text"]


def test_an_address_of_another_site_is_none_of_ours(db, as_user):
    client = as_user(make_user())
    form = forms_of(client.get("/opinions/new"))[-1]
    hidden = hidden_of(form)
    for page in ("//evil.example/x", "https://evil.example", "\\\\evil", ""):
        assert client.post("/me/typed", data={**hidden, "kept_page": page}).status_code == 400
        assert client.post("/me/typed/drop", data={**hidden, "kept_page": page}).location.endswith("/me")


# presence


def test_a_colleague_who_has_it_open_is_named_and_forgotten_after_ten_minutes(db, as_user):
    opinion = make_opinion()
    fang, client = make_user(name="王芳"), as_user(make_user())
    here = f"/opinions/{opinion.ref}/here"
    hers = as_user(fang)
    hers.post(here, data=press(hers))
    with time_machine.travel(clock.now()) as travel:
        assert client.post(here, data=press(client)).json["text"] == "王芳 刚打开了这件事"
        travel.shift(601)
        assert client.post(here, data=press(client)).json["text"] == ""


def test_whoever_may_not_see_a_matter_cannot_say_to_have_it_open(db, as_user):
    opinion = make_routed()
    barred = make_user(Role.UNIT_HEAD)
    name_subjects(opinion, OpinionSubject(user_id=barred.id))
    client = as_user(barred)
    assert client.post(f"/opinions/{opinion.ref}/here", data=press(client)).status_code == 404


def test_single_keys_can_be_switched_off(db, as_user):
    client = as_user(make_user())
    send(client, "/me/keys")
    assert 'name="keys" content="off"' in client.get("/opinions?all=1").text
    send(client, "/me/keys")
    assert 'name="keys" content="off"' not in client.get("/opinions?all=1").text
