"""Residents' matters (民意、诉求) of two years, in every state and by every channel, up to the reply."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.demo import town
from tracker.demo import words_steps as words
from tracker.demo.aftercare import Course, after_reply, answer, resident, write
from tracker.demo.stage import Blanks, Stage
from tracker.demo.timetable import Story
from tracker.demo.words_livelihood import LIVELIHOOD, MANNERS
from tracker.demo.words_matters import MATTERS, Matter
from tracker.domain.roles import Actor, Role
from tracker.opinions import queries
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.rules import (
    OUTCOMES_OF,
    SPOKEN,
    Channel,
    Contact,
    Decline,
    Draft,
    Outcome,
    Status,
    Stream,
    Urgency,
    usual_stream,
    usual_urgency,
)

OPINIONS = 105
OPEN_NOW = {
    Status.SUBMITTED: (6, 1), Status.ACCEPTED: (4, 2), Status.ROUTED: (4, 3), Status.HANDLING: (8, 4),
    Status.WAITING: (2, 3), Status.DEFERRED: (2, 3), Status.SIGNING: (3, 2),
    Status.TRANSFERRED: (3, 35),
    Status.REPLIED: (5, 7), Status.CALLED_BACK: (4, 8), Status.DECLINED: (6, 40), Status.WITHDRAWN: (4, 30),
}
"""How many stand at a state today, and about how many working days ago they came."""
OVERDUE, DUE_TOMORROW, REOPENED_NOW = 4, 3, 2
ALL = (*MATTERS, *LIVELIHOOD)
CHANNELS = (
    *[Channel.WEB] * 13, *[Channel.PHONE] * 3, Channel.VISIT, Channel.VISIT, Channel.LETTER, Channel.WINDOW,
    Channel.SLIP, *[Channel.FIELD] * 2, *[Channel.HOTLINE] * 3, Channel.ABOVE, Channel.GRID,
)
CONTACTS = (*[Contact.OPEN] * 11, *[Contact.CONFIDENTIAL] * 3, *[Contact.ANONYMOUS] * 6)
HOTLINE_DAYS = 5
WELL, SAME_WELL = "饮水用电通信", 3
"""Several neighbours about one thing, within a week: a hot matter."""
SUGGESTED = frozenset(one.value for one in OUTCOMES_OF[Stream.SUGGESTION])


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    table, scale = stage.table, stage.scale
    today = table.last_workday(table.today)
    for day in stage.spread(OPINIONS * scale, table.workday_before(today, 14)):
        yield _matter(stage, day, _usual(stage))
    for stop, (count, ago) in OPEN_NOW.items():
        for _number in range(count * scale):
            yield _matter(stage, table.workday_before(today, ago + stage.rng.randrange(2)), Course(stop))
    for number in range(OVERDUE * scale):
        day = table.workday_before(today, HOTLINE_DAYS + 3 + number % 4)
        yield _matter(stage, day, Course(Status.HANDLING, is_late=True, channel=Channel.WEB))
    tomorrow = table.calendar.add(table.today, 1)
    for _number in range(DUE_TOMORROW * scale):
        day = table.workday_before(tomorrow, HOTLINE_DAYS)
        yield _matter(stage, day, Course(Status.HANDLING, is_quick=True, channel=Channel.HOTLINE))
    for _number in range(REOPENED_NOW * scale):
        yield _matter(stage, table.workday_before(today, 12), Course(Status.HANDLING, is_reopened=True))
    well, village = next(one for one in ALL if one.category == WELL), stage.village()
    for number in range(SAME_WELL):
        yield _matter(stage, table.workday_before(today, 1 + number), Course(Status.ROUTED), well, village)


def _usual(stage: Stage) -> Course:
    return Course(
        is_late=stage.chance(8), is_reopened=stage.chance(8), is_returned=stage.chance(7),
    )


@dataclass
class Case:
    """One matter on its way: what it is about, how it is told, who deals with it."""

    stage: Stage
    matter: Matter
    course: Course
    channel: Channel
    blanks: Blanks
    clerk: Actor

    @property
    def office(self) -> str:
        """A complaint about the hall is not the hall's to answer."""
        return "PARTY" if self.matter.category == MANNERS else self.matter.office

    def told(self, text: str) -> str:
        return self.stage.told(text, self.blanks)


def _matter(
    stage: Stage, day: date, course: Course, told: Matter | None = None, where: str = ""
) -> Story:
    """From the first word to the end, or up to the state `course.stop`."""
    table, village = stage.table, where or stage.village()
    case = Case(
        stage, told or stage.pick(ALL), course, course.channel or stage.pick(CHANNELS), stage.blanks(village),
        stage.pick(stage.cast.of(Role.CLERK)),
    )
    yield table.at_home(day) if case.channel is Channel.WEB else table.at_work(day)
    opinion = _hand_in(case, _draft(case, village))
    if course.stop is Status.SUBMITTED:
        return
    yield table.later(0 if course.is_quick else stage.rng.choice((0, 0, 1)))
    if course.stop is Status.DECLINED:
        ground = Decline(stage.pick(list(words.DECLINED)))
        opinions.decline(case.clerk, opinion, ground=ground, text=words.DECLINED[ground.value])
        return
    _accept(case, opinion)
    if course.stop is Status.TRANSFERRED:
        opinions.transfer(case.clerk, opinion, organ=words.ORGAN, text=words.TRANSFERRED)
    if course.stop in (Status.ACCEPTED, Status.TRANSFERRED):
        return
    handler = yield from _give_out(case, opinion)
    if course.stop is not Status.ROUTED:
        yield from _deal_with(case, opinion, handler)


def _draft(case: Case, village: str) -> Draft:
    stage, is_web = case.stage, case.channel is Channel.WEB
    may_hide = case.course.stop is not Status.CALLED_BACK and not case.course.is_reopened
    contact = stage.pick(CONTACTS) if may_hide and (is_web or stage.chance(20)) else Contact.OPEN
    told = case.told(stage.pick(case.matter.told))
    if is_web:
        told = f"{stage.pick(words.OPENINGS)}{told}{stage.pick(words.CLOSINGS)}"
    is_named = contact is not Contact.ANONYMOUS
    return Draft(
        text=told, title="" if is_web else case.told(case.matter.title), channel=case.channel,
        village_code=village, place=case.told(case.matter.place), contact=contact,
        name=stage.residents.name() if is_named else "", phone=stage.residents.phone() if is_named else "",
        is_read_back=case.channel in SPOKEN, may_publish=is_web and stage.chance(40),
    )


def _hand_in(case: Case, draft: Draft) -> Opinion:
    """By the resident on the web, or written down by whoever was told."""
    stage = case.stage
    if draft.channel is Channel.WEB:
        sent = opinions.submit(stage.cast.public, draft, stage.form_key())
        stage.tonight()
    else:
        sent = opinions.register(_listener(case, draft.village_code or ""), draft, stage.form_key())
    return queries.by_ref(case.clerk, "opinion.view", sent.ref)


def _listener(case: Case, village: str) -> Actor:
    cast = case.stage.cast
    if case.channel is Channel.FIELD:
        return cast.holder(Role.CADRE, village)
    if case.channel is Channel.GRID:
        return cast.holder(Role.AGENT, village)
    return case.stage.pick(cast.of(Role.WINDOW)) if case.channel is Channel.WINDOW else case.clerk


def _accept(case: Case, opinion: Opinion) -> None:
    about = case.matter.category
    category = queries.category_named(town.TOWN, "", about)
    opinions.accept(
        case.clerk, opinion, title=case.told(case.matter.title),
        category_id=category.id if category else None, stream=_stream(case),
        urgency=usual_urgency(about),
        about_unit=town.HALL if about == MANNERS else None,
    )
    if opinion.urgency is Urgency.FAST:
        opinions.contact(case.clerk, opinion, text=words.CONTACTED)


def _stream(case: Case) -> Stream:
    """建议意见 are known by their category; otherwise the channel decides."""
    return Stream.SUGGESTION if case.matter.outcome in SUGGESTED else usual_stream(case.channel)


def _give_out(case: Case, opinion: Opinion) -> Generator[datetime, None, Actor]:
    """交办 to the office, sometimes to a wrong one first, and there to somebody: answers whom."""
    stage, course, clerk, office = case.stage, case.course, case.clerk, town.code_of(case.office)
    yield stage.table.later(0)
    if course.is_returned:
        wrong = stage.pick([code for code in (town.FARMING, town.ORDER, town.ECONOMY) if code != office])
        opinions.route(clerk, opinion, office_code=wrong)
        yield stage.table.later(1)
        opinions.return_unit(stage.cast.head_of(wrong), opinion, reason=words.RETURNED[case.office])
        opinions.allow_return(clerk, opinion)
        yield stage.table.later(0)
    handler = stage.pick(stage.cast.handlers(office))
    if course.stop is not Status.ROUTED and stage.chance(35):
        opinions.route(clerk, opinion, office_code=office, assignee_id=handler.user_id)
        return handler
    opinions.route(clerk, opinion, office_code=office)
    if course.stop is not Status.ROUTED:
        yield stage.table.later(0 if course.is_quick else stage.rng.choice((0, 1)))
        opinions.assign(stage.cast.head_of(office), opinion, assignee_id=handler.user_id or 0)
    return handler


def _deal_with(case: Case, opinion: Opinion, handler: Actor) -> Story:
    """办理 and 答复; then whatever follows an answer."""
    stage, course = case.stage, case.course
    if stage.chance(75):
        opinions.contact(handler, opinion, text=stage.pick(words.SPOKE))
    if case.channel is Channel.WEB and stage.chance(15):
        yield stage.table.later(1)
        opinions.supplement(resident(stage, opinion), opinion, text=stage.pick(words.SUPPLEMENTS))
        stage.tonight()
    if course.stop is Status.WITHDRAWN:
        yield stage.table.later(1)
        opinions.withdraw(case.clerk, opinion, reason=stage.pick(words.WITHDRAWN))
    if course.stop is Status.WITHDRAWN or (course.stop is Status.HANDLING and not course.is_reopened):
        return
    if course.stop in (Status.WAITING, Status.DEFERRED):
        yield from _hold(case, opinion, handler)
        return
    yield stage.table.later(_days_to_reply(case, opinion))
    if course.stop is Status.SIGNING:
        write(handler, opinion, outcome=Outcome(case.matter.outcome), text=case.told(case.matter.reply))
        return
    answer(
        stage, handler, opinion, outcome=Outcome(case.matter.outcome), text=case.told(case.matter.reply),
        basis=case.matter.basis,
    )
    if course.stop is not Status.REPLIED:
        yield from after_reply(stage, opinion, course, case.blanks)


def _hold(case: Case, opinion: Opinion, handler: Actor) -> Story:
    """请本人补材料, or 暂缓 that the deputy agrees to; what is 快 is only whistled for."""
    stage = case.stage
    until = stage.table.calendar.add(stage.table.today, 2)
    yield stage.table.later(0)
    if case.course.stop is Status.WAITING:
        opinions.ask_more(handler, opinion, text=stage.pick(words.PAPERS), until=until)
    elif opinion.urgency is Urgency.FAST:
        opinions.whistle(stage.cast["deputy"], opinion, departments=words.DEPARTMENTS, text=words.WHISTLED)
    else:
        day = min(until, opinion.due_on or until)
        opinions.ask_defer(handler, opinion, until=day, reason=stage.pick(words.DEFERRED))
        yield stage.table.later(0)
        opinions.defer(stage.cast["deputy"], opinion)


def _days_to_reply(case: Case, opinion: Opinion) -> int:
    rng = case.stage.rng
    if case.course.stop is not None:
        return 1
    if case.course.is_late:
        return rng.randint(7, 10)
    return rng.randint(8, 24) if opinion.stream is Stream.CLAIM else rng.randint(1, 3)
