"""找一户: by what people type, among those somebody may see, quickly."""

import sqlalchemy as sa
from factories import OTHER_TOWN, VILLAGE, VILLAGE_2, make_actor, make_town
from factories_visits import make_household, make_link

from tracker.domain.roles import SYSTEM, Role
from tracker.households import queries, service
from tracker.households.models import Household
from tracker.households.queries import finding
from tracker.households.service import HouseholdRow
from tracker.store.action import action

PEOPLE = (
    ("单雄信", "13812346789"), ("王建文", "13900001234"), ("王家兴", ""), ("曾国强", "13900005678"),
    ("区志明", ""), ("欧阳修文", ""),
)


def roll(village=VILLAGE, people=PEOPLE):
    make_town()
    with action(SYSTEM, "household.import") as act:
        for name, phone in people:
            service.put_household(act, HouseholdRow(village, name, "", phone))


def names(actor, text, most=20):
    return [one.head_name for one in queries.find(actor, "household.view", text, most)]


def test_a_household_is_found_by_letters_characters_phone_and_number(db):
    roll()
    clerk = make_actor(Role.CLERK)
    assert names(clerk, "wjw") == ["王建文"] and names(clerk, "wangj") == ["王建文", "王家兴"]
    assert names(clerk, "王家") == ["王家兴"] and names(clerk, "6789") == ["单雄信"]
    assert names(clerk, "shan") == ["单雄信"] and names(clerk, "dan") == []
    assert names(clerk, "zeng") == ["曾国强"]
    assert names(clerk, "ou") == ["区志明", "欧阳修文"] and names(clerk, "003") == ["王家兴"]
    assert names(clerk, "？") == names(clerk, "") == names(clerk, "13x") == []


def test_nobody_finds_what_they_may_not_see(db):
    roll()
    roll(VILLAGE_2, (("王大山", "13800006789"),))
    assert names(make_actor(Role.AGENT, unit=VILLAGE_2), "wang") == ["王大山"]
    assert names(make_actor(Role.AGENT, unit=VILLAGE_2), "6789") == ["王大山"]
    assert names(make_actor(Role.CLERK, unit=OTHER_TOWN), "wang") == names(make_actor(Role.ORG), "wang") == []
    assert names(make_actor(Role.HANDLER), "wang") == []


def test_the_own_contact_households_come_first(db):
    roll()
    cadre = make_actor(Role.CADRE, unit=VILLAGE)
    make_link(cadre, db.session.query(Household).filter_by(number=3).one())
    assert names(cadre, "wang") == ["王家兴", "王建文"] and names(cadre, "wang", most=1) == ["王家兴"]


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(db):
    household, clerk = make_household(name="王建文", phone="13812346789"), make_actor(Role.CLERK)
    assert names(clerk, "wjw") == ["王建文"]
    service.edit(clerk, household, {"head_name": "单雄信", "phone": "13800001111"})
    assert names(clerk, "wjw") == names(clerk, "6789") == [] and names(clerk, "sxx") == ["单雄信"]


def test_the_list_pages_through_what_was_typed(db):
    roll(people=tuple((f"王{chr(0x4E00 + number)}", "") for number in range(30)))
    clerk = make_actor(Role.CLERK)
    first = queries.found(clerk, text="wang")
    rest = queries.found(clerk, text="wang", after=first.next_after or "")
    assert (len(first.rows), first.count, len(rest.rows), rest.count) == (20, 30, 10, 30)
    assert rest.next_after is None
    assert queries.found(clerk, text="wang", village=VILLAGE_2).count == 0
    assert queries.found(clerk, text="wang", care="alone").count == 0


def test_what_was_opened_once_is_not_opened_again(db):
    roll()
    clerk = make_actor(Role.CLERK)
    names(clerk, "wang")
    before = finding._name.cache_info().misses
    names(clerk, "zgq")
    assert finding._name.cache_info().misses == before


def test_nothing_of_a_name_lies_beside_the_ciphertext(db):
    roll(people=(("王建文", "13812346789"),))
    row = db.session.execute(sa.text("SELECT * FROM household")).mappings().one()
    for column, value in row.items():
        held = value if isinstance(value, bytes) else str(value).encode()
        assert not any(one in held for one in (b"wang", b"wjw", "王".encode(), b"6789")), column
