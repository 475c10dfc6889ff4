"""户: the roll by what people type, a change without a look, its history, two values of one fact."""

import pytest
from factories import VILLAGE, make_user
from factories_visits import PHONE, make_conflict, make_household, make_link
from support import text_of

from tracker.domain.roles import Role
from tracker.households.models import Household, HouseholdConflict, HouseholdVersion, Unmasking
from tracker.households.rules import Verdict
from tracker.people.queries import actor_of
from tracker.store.audit import AuditEntry

EDITORS = {Role.CADRE, Role.AGENT, Role.CLERK}
UNIT = {Role.CADRE: VILLAGE, Role.AGENT: VILLAGE}


def visitor(as_user, role):
    return as_user(make_user(role, **({"unit": UNIT[role]} if role in UNIT else {})))


def edit_path(household):
    return f"/contacts/households/{household.id}/edit"


@pytest.mark.parametrize(
    "role", [Role.CADRE, Role.AGENT, Role.CLERK, Role.DEPUTY, Role.HEAD, Role.ORG, Role.HANDLER, Role.COUNTY]
)
def test_a_change_is_open_to_those_who_know_the_household(db, as_user, role):
    household = make_household(phone=PHONE)
    browser = visitor(as_user, role)
    if role not in EDITORS:
        assert browser.get(edit_path(household)).status_code in (403, 404)
        return
    answer = browser.submit(edit_path(household), telephone="139 0000 2222", people="4口", group_name="3")
    assert answer.status_code == 303
    shown = text_of(browser.get(f"/contacts/households/{household.id}"))
    assert "138****5678 → 139****2222" in shown and "人口数 （空） → 4" in shown and "3组" in shown
    assert "在电脑上改的" in shown and "13900002222" not in shown and PHONE not in shown
    assert db.session.get(Household, household.id).phone == "13900002222"


def test_the_form_shows_nothing_that_lists_hide_and_empty_changes_nothing(db, as_user):
    household = make_household(phone=PHONE, address="石门村一组 12 号", cares="独居老人")
    browser = as_user(make_user(Role.CLERK))
    page = browser.get(edit_path(household)).text
    assert "138****5678" in page and "欧**" not in page and "欧阳**" in page
    assert not any(one in page for one in (PHONE, "欧阳修文", "12 号"))
    assert browser.submit(edit_path(household), cares="alone").status_code == 303
    household = db.session.get(Household, household.id)
    assert (household.phone, household.head_name, household.facts_version) == (PHONE, "欧阳修文", 0)
    assert db.session.query(Unmasking).count() == 0


def test_what_is_gone_is_written_as_gone(db, as_user):
    household = make_household(phone=PHONE, address="石门村一组 12 号")
    clerk = as_user(make_user(Role.CLERK))
    assert clerk.submit(edit_path(household), telephone="无", home="没有").status_code == 303
    household = db.session.get(Household, household.id)
    assert (household.phone, household.phone_index, household.address) == (None, None, None)


def test_each_wrong_answer_has_its_sentence_and_nothing_typed_is_lost(db, as_user):
    household = make_household(phone=PHONE)
    answer = as_user(make_user(Role.CLERK)).submit(
        edit_path(household), telephone="1381234", people="很多", group_name="长" * 21, head="张" * 41,
        home="某" * 121,
    )
    assert answer.status_code == 422
    for sentence in (
        "手机号应是 11 位，这里是 7 位", "人口数请填 1 到 99", "组的名称最多 20 个字", "姓名最多 40 个字",
        "地址最多 120 个字",
    ):
        assert sentence in answer.text
    assert 'value="1381234"' in answer.text and 'value="很多"' in answer.text
    assert db.session.query(HouseholdVersion).count() == 0


# --- the search


def test_the_roll_is_found_by_what_people_type(as_user):
    make_household(name="单雄信", phone="13812346789")
    make_household(name="王建文", phone="13900001234")
    browser = as_user(make_user(Role.CLERK))
    for text, n in (("shan", 1), ("wjw", 1), ("王", 1), ("6789", 1), ("001", 1), ("dan", 0), ("雄信", 1)):
        shown = text_of(browser.get(f"/contacts/households?q={text}"))
        assert (f"共 {n} 户" if n else "没有找到这样的户") in shown, text


def test_the_picker_answers_with_places_and_hides_names(as_user):
    household = make_household(name="单雄信", phone="13812346789")
    browser = as_user(make_user(Role.AGENT, unit=VILLAGE))
    answer = browser.get("/contacts/find?q=sxx")
    assert answer.json == [{"value": f"h{household.id}", "label": "石门村 001 户 单**"}]
    assert browser.get("/contacts/find?q=").json == browser.get("/contacts/find").json == []
    assert browser.get("/contacts/find?q=%00%ff").json == []


def test_the_picker_finds_nothing_for_those_who_may_not_see(as_user):
    make_household(name="单雄信")
    assert as_user(make_user(Role.HANDLER)).get("/contacts/find?q=sxx").json == []
    assert as_user(make_user(Role.ORG)).get("/contacts/find?q=sxx").status_code == 403


def test_a_household_that_was_found_is_the_place_of_a_visit(db, as_user):
    household = make_household(name="单雄信")
    browser = as_user(make_user(Role.CLERK))
    answer = browser.submit("/visits/new", place=f"h{household.id}", visited_on="2026-11-20", kind="home")
    assert answer.status_code == 303, text_of(answer)
    stranger = as_user(make_user(Role.HANDLER))
    for place in (f"h{household.id}", "h999999"):
        answer = stranger.submit("/visits/new", place=place, visited_on="2026-11-20", kind="home")
        assert answer.status_code == 422


# --- two values


def test_the_clerk_decides_between_two_values_side_by_side(db, as_user):
    conflict = make_conflict()
    browser, path = as_user(make_user(Role.CLERK)), f"/contacts/conflicts/{conflict.id}"
    assert path in browser.get(f"/contacts/households/{conflict.household_id}").text
    assert "有 1 处户情两个说法" in text_of(browser.get("/contacts/households"))
    shown = text_of(browser.get(path))
    for words in ("138****1111", "139****2222", "在电脑上改的", "手机传来的"):
        assert words in shown
    assert not any(one in shown for one in ("13800001111", "13900002222"))
    assert browser.submit(path).status_code == 422
    assert browser.submit(path, verdict="sent").status_code == 303
    assert db.session.query(Household).one().phone == "13900002222"
    assert "用手机传来的" in text_of(browser.get(path))
    assert path not in browser.get(f"/contacts/households/{conflict.household_id}").text


def test_both_values_are_shown_in_full_for_a_reason(db, as_user):
    conflict = make_conflict()
    browser = as_user(make_user(Role.CLERK))
    path = f"/contacts/conflicts/{conflict.id}/look"
    assert browser.submit(path).status_code == 422
    shown = text_of(browser.submit(path, reason="核对电话"))
    assert "13800001111" in shown and "13900002222" in shown
    entry = db.session.query(AuditEntry).filter_by(kind="unmasking").one()
    assert entry.changes["reason"] == [None, "核对电话"]


def test_values_that_differ_where_they_are_hidden_are_told_apart(db, as_user):
    make_conflict()
    browser = as_user(make_user(Role.CLERK))
    household = db.session.query(Household).one()
    assert browser.submit(edit_path(household), telephone="13977772222").status_code == 303
    conflict = db.session.query(HouseholdConflict).one()
    assert "不同的几位没有显示" in text_of(browser.get(f"/contacts/conflicts/{conflict.id}"))


@pytest.mark.parametrize("role", [Role.CADRE, Role.DEPUTY, Role.HANDLER, Role.ORG])
def test_who_is_not_linked_does_not_decide(as_user, role):
    conflict = make_conflict()
    answer = visitor(as_user, role).get(f"/contacts/conflicts/{conflict.id}")
    assert answer.status_code in (403, 404)


def test_the_linked_cadre_decides(db, as_user):
    conflict, user = make_conflict(), make_user(Role.CADRE)
    make_link(actor_of(user.id), conflict.household)
    browser = as_user(user)
    assert browser.submit(f"/contacts/conflicts/{conflict.id}", verdict="kept").status_code == 303
    assert db.session.query(HouseholdConflict).one().verdict is Verdict.KEPT
    assert db.session.query(Household).one().phone == "13800001111"
