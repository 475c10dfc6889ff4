"""设置: what the town decides for itself; nothing changes before it is said what follows."""

import pytest
from factories import VILLAGE, make_actor, make_town, make_user
from factories_visits import make_household
from support import text_of

from tracker.domain.roles import NOT_STAFF, Role
from tracker.township.models import SettingChange
from tracker.township.queries import setting

PATH = "/admin/settings/group_word"
STAFF = [role for role in Role if role not in NOT_STAFF]


@pytest.mark.parametrize("role", STAFF)
def test_only_the_administrator_sets_anything(as_user, role):
    make_town()
    browser = as_user(make_user(role))
    for path in ("/admin/settings", PATH):
        assert browser.get(path).status_code == (200 if role is Role.SYSADMIN else 403)


def test_the_word_of_the_town_is_used_wherever_a_group_is_named(db, as_user):
    household = make_household(group="3")
    admin, clerk = as_user(make_user(Role.SYSADMIN)), as_user(make_user(Role.CLERK))
    assert "村、组" in text_of(clerk.get("/contacts/households"))
    assert admin.submit(PATH, value="屯", sure="y").status_code == 303
    assert "组 → 屯" in text_of(admin.get("/admin/settings"))
    assert "村、屯" in text_of(clerk.get("/contacts/households"))
    assert "屯 （可不填）" in text_of(clerk.get(f"/contacts/households/{household.id}/edit"))
    assert 'label="屯"' in as_user(make_user(Role.AGENT, unit=VILLAGE)).get("/visits/new").text


def test_without_the_tick_nothing_changes_and_the_choice_stays(db, as_user):
    make_town()
    admin = as_user(make_user(Role.SYSADMIN))
    path = "/admin/settings/opinion_anonymise_days"
    assert "隐去以后不能恢复" in text_of(admin.get(path))
    answer = admin.submit(path, value="400")
    assert answer.status_code == 422 and "请先看清改了会怎样" in answer.text and 'value="400"' in answer.text
    answer = admin.submit(path, value="30", sure="y")
    assert answer.status_code == 422 and "请填 90 到 3650 之间的整数" in answer.text
    assert setting("opinion_anonymise_days") == "" and db.session.query(SettingChange).count() == 0
    assert admin.submit(path, value="400", sure="y").status_code == 303
    assert "365 天 → 400 天" in text_of(admin.get("/admin/settings"))
    assert setting("opinion_anonymise_days") == "400"


def test_pages_without_a_signal_can_be_switched_off_and_on(db, as_user):
    make_town()
    admin = as_user(make_user(Role.SYSADMIN))
    for value in ("off", "on"):
        assert admin.submit("/admin/settings/offline_pages", value=value, sure="y").status_code == 303
        assert setting("offline_pages") == value


def test_a_setting_nobody_knows_is_no_page(as_user):
    make_actor(Role.CLERK)
    admin = as_user(make_user(Role.SYSADMIN))
    for name in ("demo", "last_night", "x"):
        assert admin.get(f"/admin/settings/{name}").status_code == 404
