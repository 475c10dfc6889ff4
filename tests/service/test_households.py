"""Households (户): the import of a roll, the masked look."""

import pytest
import sqlalchemy as sa
from factories import GROUP, OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor, make_town
from factories_visits import PHONE, make_household, make_link

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.households import queries, service
from tracker.households.models import Household
from tracker.households.reports import HOUSEHOLDS
from tracker.households.rules import Care
from tracker.households.service import HouseholdRow
from tracker.store.action import action
from tracker.store.audit import AuditEntry

ROW = HouseholdRow("石门村", "欧阳修文", "一组", PHONE, "石门村一组 12 号", "困难户、独居老人")


def put(*rows, actor=SYSTEM):
    with action(actor, "household.import") as act:
        return [service.put_household(act, row) for row in rows]


def test_importing_twice_adds_nothing_and_a_new_phone_updates(db):
    make_town()
    assert put(ROW) == ["new"]
    assert put(ROW) == ["skipped"]
    moved = HouseholdRow("石门村", "欧阳修文", "一组", "13900000000")
    assert put(moved) == ["updated"]
    household = db.session.query(Household).one()
    assert household.phone == "13900000000" and household.address == "石门村一组 12 号"
    assert household.cares == (Care.HARDSHIP, Care.ALONE)


def test_a_household_lies_in_its_group_when_the_town_keeps_groups_as_units(db):
    make_town()
    put(ROW, HouseholdRow(VILLAGE, "张三", "河东"))
    codes = {one.head_name: one.unit_code for one in db.session.query(Household)}
    assert codes == {"欧阳修文": GROUP, "张三": VILLAGE}


def test_the_same_name_in_another_group_is_another_household_with_its_own_number(db):
    make_town()
    others = (HouseholdRow("石门村", "欧阳修文", "二组"), HouseholdRow("桃源村", "欧阳修文"))
    assert put(ROW, *others) == ["new"] * 3
    numbers = [(one.village_code, one.number) for one in db.session.query(Household).order_by(Household.id)]
    assert numbers == [(VILLAGE, 1), (VILLAGE, 2), (VILLAGE_2, 1)]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (HouseholdRow("西门村", "张三"), "village"),
        (HouseholdRow("", "张三"), "village"),
        (HouseholdRow("石门村", " "), "head_name"),
        (HouseholdRow("石门村", "张三", phone="1381234"), "phone"),
        (HouseholdRow("石门村", "张三", cares="大户"), "cares"),
        (HouseholdRow("石门村", "张三", people="一百"), "people_count"),
        (HouseholdRow("石门村", "张三", group="组" * 40), "group_name"),
    ],
)
def test_a_wrong_row_names_its_column_and_writes_nothing(db, row, field):
    make_town()
    with pytest.raises(RuleBroken) as broken:
        put(row)
    assert broken.value.field == field
    assert field in {column.value for column in HOUSEHOLDS.variants[0]}  # else the wizard says 整行
    assert db.session.query(Household).count() == 0


def test_a_clerk_imports_into_the_own_town_only(db):
    clerk = make_actor(Role.CLERK)
    assert put(ROW, actor=clerk) == ["new"]
    with pytest.raises(RuleBroken):
        put(HouseholdRow(OTHER_TOWN + "201", "张三"), actor=clerk)
    with pytest.raises(NotFound):
        put(HouseholdRow("石门村", "李四"), actor=make_actor(Role.CADRE))


def test_names_phones_and_addresses_lie_encrypted_and_stay_out_of_the_log(db):
    make_town()
    put(ROW)
    stored = db.session.execute(sa.text("SELECT head_name, phone, address FROM household")).one()
    assert not any("欧阳".encode() in value or PHONE.encode() in value for value in stored)
    entry = db.session.query(AuditEntry).filter_by(action="household.import").one()
    assert {"head_name", "phone", "phone_index", "address", "care_codes"}.isdisjoint(entry.changes)


def test_a_household_is_found_by_its_whole_phone_or_its_number(db):
    make_town()
    put(ROW, HouseholdRow("石门村", "张三", "一组"))
    clerk = make_actor(Role.CLERK)
    assert [one.head_name for one in queries.found(clerk, text="138 1234 5678").rows] == ["欧阳修文"]
    assert [one.head_name for one in queries.found(clerk, text="2").rows] == ["张三"]
    assert queries.found(clerk, text="138").count == 0
    assert [one.head_name for one in queries.found(clerk, care="hardship").rows] == ["欧阳修文"]


def test_the_list_goes_on_behind_its_twentieth_row(db):
    make_town()
    put(*(HouseholdRow("石门村", f"张{number}", "一组") for number in range(25)))
    clerk = make_actor(Role.CLERK)
    first = queries.found(clerk)
    rest = queries.found(clerk, after=first.next_after)
    assert (len(first.rows), first.count, len(rest.rows), rest.next_after) == (20, 25, 5, None)
    assert [one.number for one in rest.rows] == [21, 22, 23, 24, 25]


def test_a_look_leaves_its_reason_in_the_log(db):
    cadre = make_actor(Role.CADRE)
    household = make_household(phone=PHONE)
    make_link(cadre, household)
    service.unmask(cadre, household, reason="上门前打电话")
    entry = db.session.query(AuditEntry).filter_by(kind="unmasking").one()
    assert entry.action == "household.unmask" and entry.user_id == cadre.user_id
    assert entry.changes["reason"] == [None, "上门前打电话"]
    assert entry.changes["household_id"] == [None, household.id]


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CADRE, False), (Role.HANDLER, False), (Role.ORG, False), (Role.COUNTY, False), (Role.CLERK, True),
     (Role.AGENT, True)],
)
def test_who_is_not_linked_may_not_look(db, role, may):
    household = make_household()
    actor = make_actor(role)
    if may:
        service.unmask(actor, household, reason="核对名册")
        return
    with pytest.raises(NotFound):
        service.unmask(actor, household, reason="好奇")


def test_a_cadre_of_an_office_sees_the_linked_households_and_no_others(db):
    cadre = make_actor(Role.CADRE, unit=TOWN + "902")
    mine, other = make_household(), make_household(name="李四")
    make_link(cadre, mine)
    assert [one.id for one in queries.found(cadre).rows] == [mine.id]
    with pytest.raises(NotFound):
        queries.household(cadre, "household.view", other.id)
