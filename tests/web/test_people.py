"""Signing in and out, posts, accounts: as people do it in a browser."""

import pytest
from factories import HALL, OFFICE, PASSWORD, make_user
from support import text_of

from tracker.domain.roles import LABELS, SYSTEM, Role
from tracker.people.service import Person, add_people


def test_a_login_leads_to_my_day_and_a_logout_ends_it_for_good(visitor, db):
    user = make_user(Role.CLERK)
    response = visitor.submit("/login", login=user.login, password=PASSWORD)
    assert response.status_code == 303 and response.location.endswith("/me")
    token = visitor.get_cookie("tracker_desk").value
    assert visitor.get("/me").status_code == 200

    visitor.submit("/logout", page="/me", form=-1)
    visitor.set_cookie("tracker_desk", token)  # a copied cookie
    assert visitor.get("/me").status_code == 302


def test_a_wrong_password_keeps_the_login_and_says_nothing_more(visitor, db):
    user = make_user(Role.CLERK)
    wrong = visitor.submit("/login", login=user.login, password="not-the-password")
    unknown = visitor.submit("/login", login="nobody-here", password="not-the-password")
    assert wrong.status_code == unknown.status_code == 422
    assert "登录名或密码不对" in wrong.text and "登录名或密码不对" in unknown.text
    assert f'value="{user.login}"' in wrong.text and "not-the-password" not in wrong.text


def test_the_sixth_wrong_try_waits_but_a_known_browser_still_gets_in(app, visitor, db):
    user = make_user(Role.CLERK)
    known = app.test_client()
    known.submit("/login", login=user.login, password=PASSWORD)
    for _try in range(5):
        visitor.submit("/login", login=user.login, password="wrong-wrong-wrong")
    assert "试的次数太多" in visitor.submit("/login", login=user.login, password=PASSWORD).text
    assert known.submit("/login", login=user.login, password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_next_never_leads_to_another_site(visitor, db, target):
    user = make_user(Role.CLERK)
    form = visitor.get("/login")
    response = visitor.submit(f"/login?next={target}", page="/login", login=user.login, password=PASSWORD)
    assert form.status_code == 200
    assert response.location.endswith("/me")


def test_without_a_session_a_desk_page_leads_to_the_login_and_back(visitor, db):
    response = visitor.get("/me")
    assert response.status_code == 302 and "/login?next=/me" in response.location


def test_a_disabled_person_is_out_at_the_next_request(as_user, db):
    victim, officer = make_user(Role.CLERK), make_user(Role.SECADMIN)
    client = as_user(victim)
    assert client.get("/me").status_code == 200
    as_user(officer).submit(f"/admin/people/{victim.id}/disable")
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize(("role", "status"), [(Role.SECADMIN, 200), (Role.SYSADMIN, 403), (Role.CLERK, 403)])
def test_reset_page_by_role(as_user, db, role, status):
    victim = make_user(Role.CLERK)
    assert as_user(make_user(role)).get(f"/admin/people/{victim.id}/reset").status_code == status


def test_a_reset_password_is_shown_once_and_must_be_changed(app, as_user, db):
    victim = make_user(Role.CLERK)
    shown = as_user(make_user(Role.SECADMIN)).submit(f"/admin/people/{victim.id}/reset")
    fresh = shown.text.split("<code>")[1].split("</code>")[0]
    client = app.test_client()
    response = client.submit("/login", login=victim.login, password=fresh)
    assert response.location.endswith("/me/password")
    weak = client.submit("/me/password", old=fresh, password="Shimenzhen@2026")
    assert weak.status_code == 422 and "拼音" in weak.text
    assert client.submit("/me/password", old=fresh, password="quartz-lantern-ferry-oboe").status_code == 303
    assert client.get("/me").status_code == 302  # every session of this person has ended


def test_a_person_with_two_posts_acts_in_one_at_a_time(as_user, db):
    user = make_user(Role.CLERK)
    add_people(
        SYSTEM,
        [Person(user.login, user.name, user.unit_code, ((Role.CLERK, OFFICE), (Role.WINDOW, HALL)))],
        must_change_password=False,
    )
    db.session.refresh(user)
    client = as_user(user)
    assert LABELS[Role.CLERK] in text_of(client.get("/me"))
    window = next(post for post in user.posts if post.role is Role.WINDOW)
    client.submit("/me/post", page="/me", form=0, post_id=window.id)
    assert client.get("/me").text.count(LABELS[Role.WINDOW]) >= 1
    assert client.get("/admin/units").status_code == 403


def test_letter_size_is_remembered(visitor, db):
    make_user()
    assert 'class="zi-da"' in visitor.get("/?zi=da").text
    assert 'class="zi-da"' in visitor.get("/help").text


def test_a_form_of_another_site_never_arrives(visitor, db):
    user = make_user(Role.CLERK)
    response = visitor.post(
        "/login", data={"login": user.login, "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403


def test_a_form_without_its_token_comes_back_with_what_was_typed(visitor, db):
    user = make_user(Role.CLERK)
    response = visitor.post("/login", data={"login": user.login, "password": PASSWORD})
    assert response.status_code == 422 and user.login in response.text and "放得太久" in response.text
