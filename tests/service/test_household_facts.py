"""Facts of a household (户情): changed at the desk, by a sheet, by phones that were away; their history."""

import json

import factories_field as field
import pytest
import sqlalchemy as sa
from factories import OTHER_TOWN, VILLAGE, make_actor, make_town
from factories_visits import PHONE, make_conflict, make_household, make_link

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.field import rules
from tracker.households import queries, service
from tracker.households.models import Household, HouseholdConflict, HouseholdVersion, Unmasking
from tracker.households.rules import Origin, Verdict
from tracker.households.service import HouseholdRow
from tracker.store.action import action
from tracker.store.audit import AuditEntry
from tracker.township import service as township
from tracker.township.settings import GROUP_WORD, setting_named


def sync(actor, household, base, **changed):
    """What a phone brings that last heard of version `base`; also as additions (added={…})."""
    added = changed.pop("added", {})
    with action(actor, "household.edit") as act:
        return service.sync_facts(act, household, base, changed, added)


def told(merged):
    return [(one.field, one.label, one.kept, one.sent) for one in merged.conflicts]


def changes(household):
    return [(one.facts, one.author_id, one.origin) for one in queries.history(household.id)]


@pytest.fixture
def two(db):
    """A household, and two cadres of its village whose phones have both heard of version 0."""
    household = make_household(phone=PHONE)
    return household, make_actor(Role.CADRE, unit=VILLAGE), make_actor(Role.CADRE, unit=VILLAGE)


# --- two cadres change one household offline


def test_different_facts_of_two_phones_merge_silently(two):
    household, one, other = two
    assert told(sync(one, household, 0, phone="13900002222")) == []
    assert told(sync(other, household, 0, people_count=5)) == []
    assert (household.phone, household.people_count, household.facts_version) == ("13900002222", 5, 2)
    assert [origin for _facts, _who, origin in changes(household)] == [Origin.PHONE, Origin.PHONE]


def test_the_same_fact_of_two_phones_asks_a_person_and_keeps_both_values(two, db):
    household, one, other = two
    sync(one, household, 0, phone="13900002222")
    merged = sync(other, household, 0, phone="13900003333", people_count=5)
    assert told(merged) == [("phone", "电话", "13900002222", "13900003333")]
    assert merged.applied == {"people_count": 5} and household.phone == "13900002222"
    parked = db.session.query(HouseholdConflict).one()
    assert (json.loads(parked.sent), parked.author_id, parked.verdict) == ("13900003333", other.user_id, None)
    standing = queries.standing_of(household, "phone")
    assert (standing.value, standing.author_id, standing.origin) == ("13900002222", one.user_id, Origin.PHONE)


def test_the_same_value_twice_is_no_conflict_and_no_second_version(two, db):
    household, one, other = two
    sync(one, household, 0, phone="139 0000 2222")
    assert told(sync(other, household, 0, phone="13900002222")) == []
    assert household.facts_version == 1 and db.session.query(HouseholdVersion).count() == 1


def test_a_clash_that_is_sent_again_waits_once(two, db):
    household, one, other = two
    sync(one, household, 0, phone="13900002222")
    for _again in range(2):
        assert told(sync(other, household, 0, phone="13900003333"))
    assert db.session.query(HouseholdConflict).count() == 1


def test_who_has_heard_of_the_newest_version_changes_what_another_one_changed(two):
    household, one, other = two
    sync(one, household, 0, phone="13900002222")
    assert told(sync(other, household, 1, phone="13900003333")) == [] and household.phone == "13900003333"


def test_additions_of_two_phones_are_both_added(two):
    household, one, other = two
    sync(one, household, 0, people_count=4)
    sync(one, household, 1, added={"people_count": 1, "care_codes": ["alone"]})
    sync(other, household, 1, added={"people_count": -2, "care_codes": ["hardship"]})
    assert (household.people_count, household.care_codes) == (3, "hardship alone")


def test_what_an_import_took_back_is_a_version_nobody_knows(two):
    household, one, _other = two
    assert told(sync(one, household, 7, phone="13900003333")) == [("phone", "电话", PHONE, "13900003333")]


def test_facts_that_are_none_are_refused_and_nothing_of_them_stays(two, db):
    household, one, _other = two
    with pytest.raises(RuleBroken) as broken:
        sync(one, household, 0, people_count=5, phone="12")
    assert broken.value.field == "household"
    db.session.expire_all()
    assert household.people_count is None and db.session.query(HouseholdVersion).count() == 0


def test_whoever_may_not_edit_brings_nothing(two):
    household = two[0]
    for stranger in (make_actor(Role.CADRE, unit=OTHER_TOWN + "201"), make_actor(Role.ORG)):
        with pytest.raises(NotFound):
            sync(stranger, household, 0, people_count=5)


# --- a person decides


def settle(actor, conflict, verdict):
    service.settle(actor, queries.conflict(actor, "household.settle", conflict.id), verdict)


def test_the_value_of_the_phone_goes_in_as_a_change_of_its_own(db):
    clerk, conflict = make_actor(Role.CLERK), make_conflict()
    settle(clerk, conflict, Verdict.SENT)
    household = db.session.query(Household).one()
    assert household.phone == "13900002222" and household.facts_version == 2
    assert [one.number for one in queries.find(clerk, "household.view", "2222", 5)] == [household.number]
    assert changes(household)[0] == (
        {"phone": ("13800001111", "13900002222")}, clerk.user_id, Origin.DESK
    )
    assert (conflict.verdict, conflict.decided_by) == (Verdict.SENT, clerk.user_id)
    logged = db.session.query(AuditEntry.kind).filter_by(action="household.settle")
    assert sorted(row.kind for row in logged) == ["household", "household_conflict"]


def test_the_value_that_stands_may_stay(db):
    clerk, conflict = make_actor(Role.CLERK), make_conflict()
    settle(clerk, conflict, Verdict.KEPT)
    assert db.session.query(Household).one().phone == "13800001111"
    assert queries.open_conflicts(clerk) == []


def test_what_is_decided_is_decided(db):
    clerk, conflict = make_actor(Role.CLERK), make_conflict()
    settle(clerk, conflict, Verdict.KEPT)
    with pytest.raises(RuleBroken, match="定过"):
        settle(clerk, conflict, Verdict.SENT)


def test_the_linked_cadre_decides_and_no_other_one(db):
    conflict = make_conflict()
    linked, other = make_actor(Role.CADRE, unit=VILLAGE), make_actor(Role.CADRE, unit=VILLAGE)
    make_link(linked, conflict.household)
    assert [one.id for one in queries.open_conflicts(linked)] == [conflict.id]
    assert queries.open_conflicts(other) == []
    with pytest.raises(NotFound):
        settle(other, conflict, Verdict.SENT)
    settle(linked, conflict, Verdict.SENT)


# --- the desk and the sheet


def test_a_change_at_the_desk_is_kept_with_who_and_what(db):
    clerk, household = make_actor(Role.CLERK), make_household(phone=PHONE)
    fresh = service.edit(clerk, household, {"phone": None, "people_count": 3, "group_name": "一组"})
    assert set(fresh) == {"phone", "people_count", "group_name"}
    assert household.phone_index is None and household.unit_code.startswith(VILLAGE)
    assert changes(household) == [
        (
            {"phone": (PHONE, None), "people_count": (None, 3), "group_name": ("", "一组")},
            clerk.user_id, Origin.DESK,
        )
    ]


def test_nothing_new_leaves_no_version(db):
    household = make_household(phone=PHONE)
    assert service.edit(make_actor(Role.CLERK), household, {"phone": PHONE}) == {}
    assert household.facts_version == 0 and changes(household) == []


@pytest.mark.parametrize("role", [Role.ORG, Role.HEAD, Role.COUNTY, Role.HANDLER])
def test_who_has_nothing_to_do_with_a_household_does_not_change_it(db, role):
    household = make_household()
    with pytest.raises(NotFound):
        service.edit(make_actor(role), household, {"people_count": 3})


def test_a_sheet_leaves_a_version_for_what_it_changed_and_none_for_what_it_made(db):
    household = make_household(name="张三", phone=PHONE, group="1组")
    clerk = make_actor(Role.CLERK)
    with action(clerk, "household.import") as act:
        row = HouseholdRow("石门村", "张三", "第一组", PHONE, people="5", cares="困难户")
        assert service.put_household(act, row) == "updated"
        assert service.put_household(act, row) == "skipped"
        assert service.put_household(act, HouseholdRow("石门村", "李四", "1组")) == "new"
    found, who, origin = changes(household)[0]
    assert found == {"care_codes": ("", "hardship"), "people_count": (None, 5)}
    assert (who, origin, household.facts_version) == (clerk.user_id, Origin.SHEET, 1)
    assert db.session.query(HouseholdVersion).count() == 1


def test_the_history_lies_encrypted_and_stays_out_of_the_log(db):
    make_conflict()
    for query in ("SELECT facts FROM household_version", "SELECT sent FROM household_conflict"):
        stored = [bytes(value) for value in db.session.scalars(sa.text(query))]
        assert stored and not any(b"1390000" in value or b"1380000" in value for value in stored)
    logged = [str(entry.changes) for entry in db.session.query(AuditEntry)]
    assert not any("1390000" in one or "1380000" in one for one in logged)


# --- the local word for a group


def test_the_word_of_the_town_is_written_behind_a_bare_number(db):
    make_town()
    township.change_setting(make_actor(Role.SYSADMIN), setting_named(GROUP_WORD), "屯")
    with action(SYSTEM, "household.import") as act:
        service.put_household(act, HouseholdRow("石门村", "张三", "3"))
        assert service.put_household(act, HouseholdRow("石门村", "张三", "第三屯")) == "skipped"
    assert db.session.query(Household).one().group_name == "3屯"


def test_a_setting_is_changed_by_the_administrator_alone_and_stands_in_the_log(db):
    make_town()
    days = setting_named("opinion_anonymise_days")
    with pytest.raises(NotFound):
        township.change_setting(make_actor(Role.CLERK), days, "400")
    for junk in ("89", "9999", "一年", "-100", ""):
        with pytest.raises(RuleBroken) as broken:
            township.change_setting(make_actor(Role.SYSADMIN), days, junk)
        assert broken.value.field == "value"
    township.change_setting(make_actor(Role.SYSADMIN), days, "0400")
    from tracker.opinions.service.retention import DAYS
    from tracker.township.queries import setting

    assert setting(DAYS) == "400"
    entry = db.session.query(AuditEntry).filter_by(action="setting.change").one()
    assert entry.changes["after"] == [None, "400"]


def test_the_settings_are_those_the_rooms_read():
    from tracker.field.views.pages import OFF, SWITCH
    from tracker.opinions.service.retention import DAYS

    assert OFF in setting_named(SWITCH).choices and setting_named(DAYS) and setting_named("nothing") is None


def test_a_look_at_both_values_leaves_its_reason(db):
    clerk, conflict = make_actor(Role.CLERK), make_conflict()
    service.unmask(clerk, conflict.household, reason="核对电话")
    assert db.session.query(Unmasking).one().reason == "核对电话"


# --- a newer revision of one's own visit


def visited(cadre, household, rev, client_id="a" * 32, **changed):
    """The facts that come along with a visit of this phone, which last heard of version 0."""
    facts = {"id": household.id, "base_version": 0, "changed": changed, "added": {}}
    answer = field.taken(
        cadre, client_id, rev, base_rev=rev - 1 or None, place=f"h{household.id}", words=f"第 {rev} 遍",
        household=facts,
    )
    assert answer.outcome in rules.IN_HAND, answer
    return [(one["field"], one["sent"]) for one in answer.conflicts]


def test_a_newer_revision_does_not_clash_with_what_its_own_first_one_brought(db):
    household, cadre = make_household(phone=PHONE), make_actor(Role.CADRE, unit=VILLAGE)
    make_link(cadre, household)
    assert visited(cadre, household, 1, phone="13900002222") == []
    assert visited(cadre, household, 2, phone="13900003333") == []
    assert db.session.get(Household, household.id, populate_existing=True).phone == "13900003333"
    assert db.session.query(HouseholdConflict).count() == 0


def test_what_a_first_revision_said_is_not_said_again_over_a_later_change_of_the_desk(db):
    household, cadre = make_household(phone=PHONE), make_actor(Role.CADRE, unit=VILLAGE)
    make_link(cadre, household)
    visited(cadre, household, 1, phone="13900002222")
    service.edit(make_actor(Role.CLERK), household, {"phone": "13800001111"})
    assert visited(cadre, household, 2, phone="13900002222", people_count=4) == []
    kept = db.session.get(Household, household.id, populate_existing=True)
    assert (kept.phone, kept.people_count) == ("13800001111", 4)
    assert visited(cadre, household, 3, phone="13900003333") == [("phone", "13900003333")]


def test_another_visit_of_the_same_person_still_asks(db):
    household, cadre = make_household(phone=PHONE), make_actor(Role.CADRE, unit=VILLAGE)
    make_link(cadre, household)
    visited(cadre, household, 1, phone="13900002222")
    assert visited(cadre, household, 1, "b" * 32, phone="13900003333") == [("phone", "13900003333")]
