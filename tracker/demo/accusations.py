"""Accusations (检举控告) on their sealed way, one that was none, and a few matters of the other town."""

from collections.abc import Iterable
from datetime import date

from tracker.demo import town
from tracker.demo import words_steps as words
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_livelihood import LIVELIHOOD
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.opinions import queries
from tracker.opinions import service as opinions
from tracker.opinions.rules import (
    Channel,
    Contact,
    Draft,
    Outcome,
    Satisfaction,
    Solved,
    Stream,
    usual_urgency,
)
from tracker.people.queries import actor_by_login
from tracker.people.service import random_password
from tracker.sealed import queries as sealed_queries
from tracker.sealed import service as sealed
from tracker.sealed.rules import Status

SECOND_TOWN = 6


def make_key(accounts: list[dict[str, str]]) -> str:
    """The discipline office's key; its passphrase stands beside the account of whoever keeps it."""
    passphrase = random_password()
    inspector = actor_by_login("discipline")
    if inspector is None:
        raise LookupError("discipline")
    sealed.make_key(inspector, passphrase=passphrase, again=passphrase)
    next(one for one in accounts if one["login"] == "discipline")["passphrase"] = passphrase
    return passphrase


def _keys(stage: Stage) -> sealed.Keys:
    inspector = stage.cast["discipline"]
    return sealed.with_older(inspector.town_code, sealed.unlock(inspector, stage.passphrase))


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    for _number in range(stage.scale):
        yield _concluded(stage)
        yield _received(stage)
        yield _delivered(stage)
        yield _no_accusation(stage)
        yield _handed_up(stage)
    for number, day in enumerate(stage.spread(SECOND_TOWN)):
        yield _elsewhere(stage, day, number)


def _draft(stage: Stage, accusation: tuple[str, str, str], *, is_about_cadre: bool) -> Draft:
    village = stage.village()
    blanks = stage.blanks(village)
    text, whom, place = (stage.told(one, blanks) for one in accusation)
    return Draft(
        text=text, whom=whom if is_about_cadre else "", place=place, village_code=village,
        is_about_cadre=is_about_cadre,
    )


def _concluded(stage: Stage) -> Story:
    """Sent by a resident who ticked that it is about a cadre; received and brought to an end."""
    table, discipline = stage.table, stage.cast["discipline"]
    yield table.at_home(table.workday_in(table.start + ONE_DAY * 120, table.today - ONE_DAY * 200))
    draft = _draft(stage, words.ABOUT_ALLOWANCES, is_about_cadre=True)
    sent = opinions.submit(stage.cast.public, draft, stage.form_key())
    stage.tonight()
    yield table.later(1)
    record = sealed_queries.by_ref(discipline, "sealed.view", sent.ref)
    sealed.receive(discipline, record)
    yield table.later(2)
    agent = stage.cast.holder(Role.AGENT, draft.village_code or "")
    sealed.change_subjects(
        discipline, record, user_ids=[agent.user_id or 0], unit_codes=[], reason=words.NAMED
    )
    yield table.later(33)
    sealed.conclude(discipline, record, reason=words.CONCLUDED)


def _received(stage: Stage) -> Story:
    """Nobody ticked anything, but the clerk sees what it is and hands it over unread by anybody else."""
    table, discipline = stage.table, stage.cast["discipline"]
    yield table.at_home(table.workday_in(table.today - ONE_DAY * 30, table.today - ONE_DAY * 20))
    draft = _draft(stage, words.ABOUT_A_DITCH, is_about_cadre=False)
    sent = opinions.submit(stage.cast.public, draft, stage.form_key())
    stage.tonight()
    yield table.later(1)
    opinion = queries.by_ref(stage.cast["clerk"], "opinion.view", sent.ref)
    opinions.seal(stage.cast["clerk"], opinion, whom=words.ABOUT_A_DITCH[1])
    yield table.later(1)
    newest = next(one for one in sealed_queries.inbox(discipline) if one.status is Status.DELIVERED)
    sealed.receive(discipline, newest)


def _delivered(stage: Stage) -> Story:
    """The newest one waits."""
    table = stage.table
    yield table.at_home(table.workday_before(table.last_workday(table.today), 1))
    draft = _draft(stage, words.ABOUT_A_WINDOW, is_about_cadre=True)
    opinions.submit(stage.cast.public, draft, stage.form_key())
    stage.tonight()


def _no_accusation(stage: Stage) -> Story:
    """Ticked by mistake: discipline lets it out, and it goes the ordinary way."""
    table, discipline = stage.table, stage.cast["discipline"]
    yield table.at_home(table.workday_before(table.last_workday(table.today), 5))
    text, whom, place = words.NOT_REALLY
    draft = Draft(
        text=text, whom=whom, place=place, is_about_cadre=True, contact=Contact.OPEN,
        name=stage.residents.name(), phone=stage.residents.phone(),
    )
    sent = opinions.submit(stage.cast.public, draft, stage.form_key())
    stage.tonight()
    yield table.later(1)
    record = sealed_queries.by_ref(discipline, "sealed.view", sent.ref)
    sealed.receive(discipline, record)
    yield table.later(1)
    opinions.release(discipline, record, reason=words.RELEASED, keys=_keys(stage))


def _handed_up(stage: Stage) -> Story:
    """About money of a project that the county pays: discipline gives it to the county, on paper."""
    table, discipline = stage.table, stage.cast["discipline"]
    yield table.at_home(table.workday_in(table.start + ONE_DAY * 300, table.today - ONE_DAY * 90))
    sent = opinions.submit(
        stage.cast.public, _draft(stage, words.ABOUT_A_PROJECT, is_about_cadre=True), stage.form_key()
    )
    stage.tonight()
    yield table.later(1)
    record = sealed_queries.by_ref(discipline, "sealed.view", sent.ref)
    sealed.receive(discipline, record)
    yield table.later(3)
    sealed.hand_up(
        discipline, record, reason=words.HANDED_UP, on=clock.today(), keys=_keys(stage)
    )


def _elsewhere(stage: Stage, day: date, number: int) -> Story:
    """One matter of the other town, which nobody in 石门镇 sees."""
    table, matter, cast = stage.table, LIVELIHOOD[number], stage.neighbours
    clerk = cast["qs-clerk"]
    place, order = number % len(town.SECOND_VILLAGES), f"{town.SECOND_TOWN}902"
    village = f"{town.SECOND_TOWN}{201 + place}"
    blanks = {"group": "第一组", "span": "一个多月", "n": "三", "village": town.SECOND_VILLAGES[place]}
    yield table.at_work(day)
    draft = Draft(
        text=matter.told[0].format(**blanks), title=matter.title, channel=Channel.PHONE, village_code=village,
        contact=Contact.OPEN, name=stage.residents.name(), phone=stage.residents.phone(), is_read_back=True,
    )
    sent = opinions.register(clerk, draft, stage.form_key())
    opinion = queries.by_ref(clerk, "opinion.view", sent.ref)
    yield table.later(1)
    category = queries.category_named(town.SECOND_TOWN, "", matter.category)
    opinions.accept(
        clerk, opinion, title=matter.title, category_id=category.id if category else None,
        stream=Stream.SERVICE, urgency=usual_urgency(matter.category),
    )
    yield table.later(0)
    handler = cast.holder(Role.HANDLER, order)
    opinions.route(clerk, opinion, office_code=order, assignee_id=handler.user_id)
    yield table.later(3)
    told = stage.told(matter.reply, blanks)
    opinions.draft(handler, opinion, outcome=Outcome(matter.outcome), text=told, basis=matter.basis)
    opinions.sign(cast.holder(Role.UNIT_HEAD, order), opinion)
    yield table.later(2)
    opinions.call_back(cast["qs-callback"], opinion, solved=Solved.YES, satisfaction=Satisfaction.GOOD)
    yield table.later(0)
    opinions.close(cast["qs-callback"], opinion)
