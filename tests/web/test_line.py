"""The pages of the line (排队): desk, machine, screen, slip; and nothing of them where it is switched off."""

import re

import pytest
from factories import HALL, OFFICE, make_user
from factories_line import (
    make_called,
    make_letter,
    make_machine,
    make_served_now,
    make_window,
    switch_on,
    take_number,
)
from support import text_of

from tracker.domain.roles import Role
from tracker.line import queries
from tracker.line.models import Coming, Window
from tracker.line.rules import Priority, Source, Status
from tracker.township.models import Setting


def pressed(client, path, page="/line"):
    """The button of the line with this address, as it stands on the page."""
    shown = client.get(page)
    assert f'formaction="{path}' in shown.text or f'action="{path}' in shown.text, f"no button {path}"
    target = re.search(rf'(?:formaction|action)="({re.escape(path)}[^"]*)"', shown.text).group(1)
    form = re.search(r'id="line-press".*?</form>', shown.text, re.S).group(0)
    hidden = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    answer = client.post(target.replace("&amp;", "&"), data=hidden)
    assert answer.status_code == 303
    return client.get(answer.location)


@pytest.fixture
def clerk(db, as_user):
    user = make_user(Role.WINDOW, unit=HALL)
    make_window("3号窗口", clerk=user)
    return as_user(user)


def test_a_clerk_sits_down_calls_starts_and_ends_with_the_buttons(as_user, db):
    client = as_user(make_user(Role.WINDOW, unit=HALL))
    window, coming = make_window("2号窗口"), take_number(name="王秀英")
    assert "您坐在哪个窗口" in client.get("/line").text
    assert "叫下一位" in pressed(client, f"/line/windows/{window.id}/open").text
    assert "请 A001" in text_of(pressed(client, "/line/call"))
    pressed(client, f"/line/{coming.id}/start")
    assert db.session.get(Coming, coming.id).status is Status.SERVING
    shown = pressed(client, f"/line/{coming.id}/end")
    assert db.session.get(Coming, coming.id).status is Status.SERVED and "办完了" in text_of(shown)


def test_one_press_ends_and_calls_the_next(clerk, db):
    first, second = take_number(), take_number()
    pressed(clerk, "/line/call")
    pressed(clerk, f"/line/{first.id}/start")
    shown = clerk.get("/line")
    target = re.search(rf'formaction="(/line/{first.id}/end\?[^"]*then=call[^"]*)"', shown.text).group(1)
    form = re.search(r'id="line-press".*?</form>', shown.text, re.S).group(0)
    hidden = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    assert clerk.post(target.replace("&amp;", "&"), data=hidden).status_code == 303
    assert db.session.get(Coming, first.id).status is Status.SERVED
    assert db.session.get(Coming, second.id).status is Status.CALLED
    # the same sheet once more changes nothing
    assert clerk.post(target.replace("&amp;", "&"), data=hidden).status_code == 303
    assert db.session.get(Coming, second.id).status is Status.CALLED


def test_a_refusal_stands_on_the_page_it_came_from(clerk, db):
    assert "现在没有人在等" in text_of(pressed(clerk, "/line/call"))


def test_hold_back_leave_and_undo_have_their_buttons(clerk, db):
    coming = take_number()
    pressed(clerk, "/line/call")
    for path, status in (
        ("hold", Status.HELD), ("start", Status.SERVING), ("back", Status.WAITING),
        ("undo", Status.SERVING), ("leave", Status.LEFT), ("undo", Status.SERVING),
    ):
        pressed(clerk, f"/line/{coming.id}/{path}")
        assert db.session.get(Coming, coming.id).status is status, path


def test_a_person_is_sent_to_another_window(clerk, db):
    other, coming = make_window("9号窗口"), take_number()
    pressed(clerk, "/line/call")
    path = f"/line/{coming.id}/transfer"
    assert clerk.submit(path, window_id="99").status_code == 422
    assert clerk.submit(path, window_id=str(other.id)).status_code == 303
    assert db.session.get(Coming, coming.id).window_id == other.id


def test_a_number_at_the_counter_may_carry_a_name_and_a_reason(clerk, db):
    answer = clerk.submit("/line/take?back=line", priority="elderly", name="欧阳修文")
    assert answer.status_code == 303 and answer.location == "/line"
    shown = clerk.get("/line")
    assert "A001 号取好了，前面有 0 人" in text_of(shown)
    table = shown.text.partition("现在在大厅的")[2]
    assert "欧阳修文" not in table and "欧阳" in table and "老人" in table


def test_windows_and_letters_are_set_by_the_head_alone(as_user, db, clerk):
    assert clerk.get("/line/windows").status_code == 403
    head = as_user(make_user(Role.WINDOW_HEAD))
    make_letter("B")
    assert head.submit("/line/windows/new", name="3号窗口", prefixes="").status_code == 422
    assert head.submit("/line/windows/new", name="4号窗口", prefixes="b").status_code == 303
    window = db.session.query(Window).filter_by(name="4号窗口").one()
    assert window.prefixes == "B"
    refused = head.submit(f"/line/windows/{window.id}", name="4号窗口", prefixes="Q", is_used="y")
    assert refused.status_code == 422 and "没有 Q 这类号" in refused.text and 'value="Q"' in refused.text
    assert head.submit("/line/letters/new", letter="B", name="医保").status_code == 422
    shown = text_of(head.get("/line/windows"))
    assert "4号窗口" in shown and "/line/screen/" in shown and "社保医保" in shown


def test_the_machine_gives_a_number_without_asking_for_a_name(visitor, db):
    path = make_machine()
    shown = visitor.get(path)
    assert 'name="name"' not in shown.text
    answer = visitor.submit(path, priority="pregnant")
    assert answer.status_code == 303
    taken = visitor.get(answer.location)
    assert "A001" in taken.text and "前面没有人" in taken.text and "孕妇" in taken.text
    coming = db.session.query(Coming).one()
    assert (coming.source, coming.priority, coming.author_id) == (Source.MACHINE, Priority.PREGNANT, None)
    assert "前面没有人" in visitor.get(f"/line/slip/{queries.token_of(coming)}").text


def test_an_address_of_a_machine_that_somebody_made_up_opens_nothing(visitor, db):
    path = make_machine()
    for wrong in (f"/line/number/{HALL}", path[:-1] + "x", "/line/number/é", f"/line/screen/{OFFICE}-0000"):
        assert visitor.get(wrong).status_code == 404, wrong
    assert visitor.get("/line/slip/0123").status_code == 404


def test_the_slip_follows_its_number(visitor, db):
    coming = make_called()
    path = f"/line/slip/{queries.token_of(coming)}"
    assert "请到" in visitor.get(path).text and 'data-every="20"' in visitor.get(path).text


def test_the_screen_shows_windows_and_masked_names_only(visitor, db):
    user = make_user(Role.WINDOW, unit=HALL)
    make_window("7号窗口", clerk=user)
    from tracker.line import service
    from tracker.people.queries import actor_of

    take_number(name="欧阳修文")
    take_number(name="王秀英")
    service.call(actor_of(user.id))
    shown = visitor.get(f"/line/screen/{queries.key_of(HALL)}")
    assert "7号窗口" in shown.text and "A001" in shown.text and "A002" in shown.text
    assert "欧阳修文" not in shown.text and "王秀英" not in shown.text and "欧阳" in shown.text
    assert '<noscript><meta http-equiv="refresh"' in shown.text


def test_a_town_that_switched_it_off_sees_nothing_of_it(as_user, visitor, db):
    coming, path = make_served_now(), make_machine()
    head = as_user(make_user(Role.WINDOW_HEAD))
    token = queries.token_of(coming)
    pages = ("/line", "/line/take", "/line/windows", "/line/windows/new", "/line/letters/new",
             f"/line/{coming.id}/transfer")
    public = (path, path.replace("number", "screen"), f"/line/slip/{token}")
    assert all(head.get(one).status_code == 200 for one in pages)
    assert all(visitor.get(one).status_code == 200 for one in public)
    assert "/line" in head.get("/tasks/desk").text
    db.session.query(Setting).filter_by(name="line_on").update({"value": "off"})
    db.session.commit()
    assert all(head.get(one).status_code == 404 for one in pages)
    assert all(visitor.get(one).status_code == 404 for one in public)
    for one in ("/tasks/desk", "/tasks", "/me", "/admin/services"):
        shown = head.get(one).text
        assert '"/line' not in shown and "排队" not in shown and "叫号" not in shown, one


def test_another_hall_and_another_role_are_strangers_here(as_user, db):
    switch_on()
    coming = make_called()
    stranger = as_user(make_user(Role.WINDOW, unit=OFFICE))
    assert stranger.get(f"/line/{coming.id}/transfer").status_code == 404
    assert coming.label not in stranger.get("/line").text
    assert as_user(make_user(Role.CADRE)).get("/line").status_code == 403


@pytest.mark.parametrize("role", [Role.CADRE, Role.AGENT, Role.DEPUTY, Role.SYSADMIN, Role.COUNTY])
def test_nobody_but_a_hall_presses_the_buttons_of_its_line(as_user, db, role):
    coming, client = make_served_now(), as_user(make_user(role))
    moves = ("recall", "start", "hold", "back", "end", "leave", "undo")
    for path in ("/line/call", *(f"/line/{coming.id}/{move}" for move in moves)):
        assert client.post(path).status_code == 403, path
    assert db.session.get(Coming, coming.id).status is Status.SERVING


def test_the_desk_shows_the_line_and_its_script_reads_the_same_pane(clerk, db):
    take_number(name="周桂兰")
    pressed(clerk, "/line/call", page="/tasks/desk")
    pane = re.compile(r'<section class="card line-pane".*?</section>', re.S)
    shown = pane.search(clerk.get("/tasks/desk").text).group(0)
    assert "A001" in shown and "周桂兰" in shown
    assert pane.search(clerk.get("/line?back=desk").text).group(0) == shown
