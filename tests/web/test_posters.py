"""海报和卡片: the right village, the right address, ten cards to a sheet."""

import re

import pytest
import segno
from factories import OTHER_TOWN, VILLAGE, VILLAGE_2, make_user
from support import text_of

from tracker.domain.roles import SYSTEM, Role
from tracker.store.action import action
from tracker.township.models import Unit


def drawing(url):
    return re.search(r' d="([^"]+)"', segno.make(url, error="q").svg_inline(border=0, omitsize=True))[1]


def test_a_poster_for_every_village_and_none_of_the_neighbours(as_user, db):
    page = as_user(make_user()).get("/opinions/posters/print?kind=poster&address=https://shimen.example.cn")
    assert page.text.count('class="poster"') == 2
    assert "石门村" in text_of(page) and "桃源村" in text_of(page) and "青石村" not in text_of(page)
    for code in (VILLAGE, VILLAGE_2):
        assert drawing(f"https://shimen.example.cn/v/{code}") in page.text
    assert "style=" not in page.text


def test_ten_cards_of_one_village_to_a_sheet(as_user, db):
    page = as_user(make_user()).get(f"/opinions/posters/print?kind=cards&village={VILLAGE}")
    assert page.text.count('class="visiting"') == 10 and "桃源村" not in text_of(page)
    assert page.text.count(drawing(f"http://localhost/v/{VILLAGE}")) == 10


def test_the_villages_own_telephone_and_hours_come_first(as_user, db):
    clerk = as_user(make_user())
    village = db.session.query(Unit).filter_by(unit_code=VILLAGE).one()
    with action(SYSTEM, "unit.import", village):
        village.phone, village.office_hours = "0999-5550202", "周一至周五 9:00—17:00"
    page = text_of(clerk.get(f"/opinions/posters/print?village={VILLAGE}"))
    assert "0999-5550202" in page and "周一至周五 9:00—17:00" in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a b", "ftp://x", "https://a.cn/?x=1", "shimen"]
)
def test_an_address_that_is_none_is_asked_again(as_user, db, address):
    clerk = as_user(make_user())
    answer = clerk.get("/opinions/posters/print", query_string={"address": address})
    assert answer.status_code == 303 and "网址应写成" in text_of(clerk.get("/opinions/posters"))


def test_the_page_warns_of_an_address_that_no_phone_reaches(as_user, db):
    assert "只有这台电脑打得开" in text_of(as_user(make_user()).get("/opinions/posters"))


def test_an_address_that_came_with_the_link_is_shown_to_be_checked(as_user, db):
    """While the settings name none, a link can carry any: whoever prints is told to look at it."""
    page = as_user(make_user()).get("/opinions/posters/print?address=https://elsewhere.example.net")
    assert "是链接里带来的：https://elsewhere.example.net" in text_of(page)


def test_a_village_of_another_town_is_not_printed(as_user, db):
    page = as_user(make_user()).get(f"/opinions/posters/print?village={OTHER_TOWN}201")
    assert 'class="poster"' not in page.text


def test_administrators_print_none(as_user, db):
    assert as_user(make_user(Role.SYSADMIN)).get("/opinions/posters").status_code == 403


def test_the_address_of_the_settings_is_the_one_on_every_poster(app, as_user, db, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://shimen.example.cn/")
    clerk = as_user(make_user())
    assert "只有这台电脑打得开" not in text_of(clerk.get("/opinions/posters"))
    page = clerk.get(f"/opinions/posters/print?village={VILLAGE}&address=https://elsewhere.example.net")
    assert drawing(f"https://shimen.example.cn/v/{VILLAGE}") in page.text and "elsewhere" not in page.text
    assert "链接里带来的" not in page.text
