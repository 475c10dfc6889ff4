"""A scope is written once and read twice: the list and the record check agree, for every action and role."""

import itertools
from datetime import date, timedelta

import sqlalchemy as sa
from factories import COUNTY, OFFICE, OTHER_TOWN, TOWN, VILLAGE, make_actor, make_town, make_user
from factories_opinions import make_opinion, name_subjects

from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor, Role
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.store.access import allows, visible
from tracker.township.models import WorkdayOverride
from tracker.township.service import change_workday


def test_scopes_agree_as_bool_and_as_sql(db):
    make_town()
    me, other = make_user(Role.CLERK).id, make_user(Role.CADRE).id
    officer = make_actor(Role.SYSADMIN)
    places, people = (TOWN, OFFICE, VILLAGE, OTHER_TOWN, COUNTY), (None, me, other)
    for number, (place, author, assignee) in enumerate(itertools.product(places, people, people)):
        row = change_workday(
            officer, on_date=date(2026, 1, 1) + timedelta(days=number), is_workday=True, name="probe"
        )
        db.session.execute(
            sa.update(WorkdayOverride)
            .where(WorkdayOverride.id == row.id)
            .values(unit_code=place, author_id=author, assignee_id=assignee)
        )
    db.session.commit()
    rows = db.session.scalars(sa.select(WorkdayOverride)).all()
    assert len(rows) == 45
    for (action, table), place in itertools.product(POLICY.items(), (TOWN, OFFICE, VILLAGE, COUNTY)):
        for role in table:
            actor = Actor(user_id=me, role=role, unit_code=place, opinion_id=rows[0].id, task_id=rows[1].id)
            listed = {row.id for row in db.session.scalars(visible(actor, action, WorkdayOverride))}
            checked = {row.id for row in rows if allows(actor, action, row)}
            assert listed == checked, f"{action} {role}"


def test_a_role_without_a_row_sees_nothing(db):
    make_town()
    actor = Actor(user_id=1, role=Role.PUBLIC, unit_code=TOWN)
    assert db.session.scalars(visible(actor, "account.list", WorkdayOverride)).all() == []


def test_the_two_halves_of_a_recusal_agree(db):
    """The SQL half (lists) and the record half (the door), for who is named, works under one, sits in one."""
    named, chief = make_user(Role.CADRE).id, make_user(Role.UNIT_HEAD).id
    matters = [make_opinion() for _n in range(6)]
    subjects = [
        (),
        (OpinionSubject(user_id=named),),
        (OpinionSubject(user_id=chief),),
        (OpinionSubject(unit_code=OFFICE),),
        (OpinionSubject(unit_code=VILLAGE), OpinionSubject(user_id=chief)),
        (OpinionSubject(unit_code=TOWN),),
    ]
    for matter, these in zip(matters, subjects, strict=True):
        name_subjects(matter, *these)
    seen = set()
    for user_id, superiors, relatives, place in itertools.product(
        (named, chief, None), ((), (chief,), (named, chief)), ((), (named,)),
        (TOWN, OFFICE, VILLAGE, OTHER_TOWN),
    ):
        actor = Actor(
            user_id=user_id, role=Role.CLERK, unit_code=place, superior_ids=superiors, relative_ids=relatives
        )
        listed = {row.id for row in db.session.scalars(visible(actor, "opinion.list", Opinion))}
        checked = {row.id for row in matters if allows(actor, "opinion.list", row)}
        assert listed == checked, f"{user_id} {superiors} {relatives} {place}"
        seen.add(len(listed))
    assert len(seen) > 2  # the grid really bars some and lets others through
