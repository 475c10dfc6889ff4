"""Annual assessments (年度考核): last year's at its end, this year's half-way, next year's a draft."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.assessments import queries
from tracker.assessments import service as assessments
from tracker.assessments.models import Appraisal, Plan, PlanText
from tracker.assessments.rules import NOT_HERE, Status
from tracker.demo import town
from tracker.demo import words_assessments as words
from tracker.demo.people import ADMINISTRATORS
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain.grades import Grade, Group, Limit, Situation
from tracker.domain.roles import Actor, Role

BEGINS = (12, 9)  # of the year that is assessed
READY_BY = (3, 15)  # from here on last year's assessment is over
HALF_WAY = 26  # working days since this year's plan was begun
# who is in charge of whom: offices and what belongs to no office, by login
LEADERS = {
    "PARTY": "deputy3", "BUILDING": "orgchief", "ECONOMY": "deputy", "FARMING": "deputy", "ORDER": "deputy3",
    "HALL": "deputy2", "SOCIAL": "deputy2", "PLANNING": "deputy2",
}
LEADER_OF_TOWN, LEADER_OF_VILLAGES = "mayor", "deputy2"
SITUATIONS = {
    "cadre12": (Situation.PROBATION,), "handler6": (Situation.LONG_LEAVE,),
    "handler10": (Situation.PARTY_WARNED,),
}
LEFT = ("handler12", "全年在县里专班工作，由接收单位考核。")
OUTSIDE_DOC = "云组干〔{year}〕{number}号"


@dataclass(frozen=True)
class Year:
    """One assessment: whose year, from which day on, and whether it is brought to its end."""

    number: int
    begins_on: date
    is_whole: bool


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    table, today = stage.table, stage.table.today
    last = today.year - (1 if (today.month, today.day) >= READY_BY else 2)
    half_way = table.workday_before(table.last_workday(today), HALF_WAY)
    yield _year(stage, Year(last, table.calendar.next_workday(date(last, *BEGINS)), True))
    yield _year(stage, Year(last + 1, half_way, False))
    yield _draft_of(stage, last + 2)
    yield _neighbours(stage, last)


def _plan_text(year: int, day: date) -> PlanText:
    return PlanText(f"石党〔{year}〕42号", words.PLAN, day + ONE_DAY * 30)


def _draft_of(stage: Stage, year: int) -> Story:
    """组织人事 has begun to write the next one."""
    day = stage.table.workday_before(stage.table.last_workday(stage.table.today), 2)
    yield stage.table.at_work(day)
    assessments.create(stage.cast["org"], year, PlanText("", words.PLAN))


def _neighbours(stage: Stage, year: int) -> Story:
    """青石镇 published last year's plan and went on with it on paper; this year it asks its staff."""
    table, org = stage.table, stage.neighbours["qs-org"]
    yield table.at_work(table.calendar.next_workday(date(year, *BEGINS)))
    plan = assessments.create(org, year, PlanText(f"青党〔{year}〕31号", words.PLAN))
    yield table.later(1)
    assessments.consult(org, plan)
    yield table.later(5)
    assessments.publish(org, plan, consult_note=words.CONSULTED[1])
    yield table.at_work(table.workday_before(table.last_workday(table.today), 4))
    plan = assessments.create(org, year + 1, PlanText(f"青党〔{year + 1}〕35号", words.PLAN))
    yield table.later(1)
    assessments.consult(org, plan)


# --- one year


def _year(stage: Stage, year: Year) -> Story:
    """The plan, the population, the summaries, the verdicts."""
    table, org = stage.table, stage.cast["org"]
    yield table.at_work(year.begins_on)
    plan = assessments.create(org, year.number, _plan_text(year.number, year.begins_on))
    yield table.later(1)
    assessments.consult(org, plan)
    yield table.later(4)
    assessments.publish(org, plan, consult_note=stage.pick(words.CONSULTED))
    yield table.later(1)
    assessments.draw(org, plan)
    yield table.later(0)
    _share_out(stage, plan)
    yield table.later(1)
    _classify(stage, plan)
    yield table.later(1)
    assessments.settle(org, plan)
    here = [sheet.id for sheet in queries.sheets_in(plan) if sheet.status not in NOT_HERE]
    for place, sheet_id in enumerate(here):
        if year.is_whole or place % 10 < 7:
            table.add(_sum_up(stage, plan, sheet_id, 1 + place % 12 if year.is_whole else 1 + place % 5))
    yield from _record_leaders(stage, plan, None if year.is_whole else 2)
    yield table.later(15 if year.is_whole else 7)
    yield from _judge(stage, plan, year)


def _share_out(stage: Stage, plan: Plan) -> None:
    """分工: which leader is in charge of which office; villages and the rest go with them."""
    org, ids = stage.cast["org"], stage.cast.user_id
    for word, login in LEADERS.items():
        assessments.charge(org, plan, unit_code=town.code_of(word), leader_id=ids(login))
    assessments.charge(org, plan, unit_code=town.TOWN, leader_id=ids(LEADER_OF_TOWN))
    for village in town.VILLAGE_CODES:
        assessments.charge(org, plan, unit_code=village, leader_id=ids(LEADER_OF_VILLAGES))


def _classify(stage: Stage, plan: Plan) -> None:
    sheets = {sheet.assignee_id: sheet for sheet in queries.sheets_in(plan)}
    for login, situations in SITUATIONS.items():
        sheet = sheets[stage.cast.user_id(login)]
        assessments.classify(stage.cast["org"], sheet, situations=situations, limit=None, reason="")
    login, reason = LEFT
    assessments.leave(stage.cast["org"], sheets[stage.cast.user_id(login)], reason=reason)


def _record_leaders(stage: Stage, plan: Plan, count: int | None) -> Story:
    """领导成员: the county's result is only recorded; this year's is in for the first ones."""
    leading = [one for one in queries.sheets_in(plan) if one.status is Status.OUTSIDE]
    for number, sheet in enumerate(leading[:count], 1):
        yield stage.table.later(0)
        assessments.record_outside_result(
            stage.cast["org"], sheet, result=words.OUTSIDE_RESULT,
            document=OUTSIDE_DOC.format(year=plan.year + 1, number=10 + number),
        )


# --- one person


def _sum_up(stage: Stage, plan: Plan, sheet_id: int, workdays: int) -> Story:
    """Everybody writes the own summary; administrators, who do no business here, hand it in on paper."""
    yield stage.table.later(workdays)
    org, year = stage.cast["org"], plan.year
    sheet = queries.sheet_of(org, "assessment.list", year, sheet_id)
    login = stage.cast.login(sheet.assignee_id)
    if login in ADMINISTRATORS:
        assessments.receive_paper(org, sheet)
        return
    actor = stage.cast[login]
    assessments.write(actor, sheet, summary=_summary(stage, sheet))
    yield stage.table.later(0)
    assessments.summarise(actor, sheet)


def _field(stage: Stage, sheet: Appraisal) -> str:
    """The kind of work this person mostly does, as the lists of words call it."""
    role = stage.cast[stage.cast.login(sheet.assignee_id)].role
    if role in (Role.CADRE, Role.AGENT):
        return role.name
    return next((word for word in town.OFFICE_WORDS if town.code_of(word) == sheet.unit_code), "TOWN")


def _summary(stage: Stage, sheet: Appraisal) -> str:
    field = _field(stage, sheet)
    work, done = words.DUTIES[field], words.WORK[field]
    parts = [
        stage.pick(words.OPENING), stage.pick(words.STUDY), "工作方面：" + "".join(stage.rng.sample(done, 3)),
        stage.pick(words.PEOPLE), stage.pick(words.CLEAN_HANDS), stage.pick(words.HONEST),
        stage.pick(words.NEXT),
    ]
    return "\n".join(part.format(work=work) for part in parts)


# --- verdicts


def _judge(stage: Stage, plan: Plan, year: Year) -> Story:
    """评鉴 by the leaders, 拟定 by the committee, 公示, 确定."""
    table = stage.table
    sheets = queries.sheets_in(plan, Appraisal.status == Status.SUMMARISED)
    if not year.is_whole:
        sheets = sheets[: len(sheets) // 2]
    best = _best(stage, plan, sheets, year)
    for sheet_id, commented in [(sheet.id, sheet.comment_due) for sheet in sheets]:
        if commented:
            yield table.later(0)
            _propose(stage, plan, sheet_id, best)
    yield table.later(4 if year.is_whole else 1)
    decided = [sheet.id for sheet in sheets] if year.is_whole else [*sorted(best), *_others(sheets, best)]
    for sheet_id in decided:
        yield table.later(0)
        _decide(stage, plan, sheet_id, best)
    yield table.later(2 if year.is_whole else 1)
    assessments.publicise(stage.cast["org"], plan, table.calendar)
    if not year.is_whole:
        for sheet_id in _others(sheets, best, 4)[2:]:
            yield table.later(0)
            _decide(stage, plan, sheet_id, best)
        return
    yield table.later(8)
    assessments.conclude_ready(stage.cast["head"], plan)
    yield table.later(3)
    assessments.close(stage.cast["org"], plan)


def _others(sheets: Sequence[Appraisal], best: set[int], count: int = 2) -> list[int]:
    """Ids of the first few who will not be 优秀."""
    return [sheet.id for sheet in sheets if sheet.id not in best and sheet.comment_due][:count]


def _best(stage: Stage, plan: Plan, sheets: Sequence[Appraisal], year: Year) -> set[int]:
    """Who is going to be 优秀: no more than there are places in each group; half-way only one each."""
    places = Counter({pool.group: pool.quota.ceiling if year.is_whole else 1 for pool in plan.pools})
    places[Group.OTHER] = min(places[Group.OTHER], 2)
    free = [sheet for sheet in sheets if sheet.limit is Limit.FREE]
    best: set[int] = set()
    for sheet in stage.rng.sample(free, len(free)):
        if places[sheet.group] > 0:
            places[sheet.group] -= 1
            best.add(sheet.id)
    return best


def _grade(sheet: Appraisal, best: set[int]) -> Grade:
    if sheet.limit is Limit.UNDETERMINED:
        return Grade.UNDETERMINED
    return Grade.EXCELLENT if sheet.id in best else Grade.COMPETENT


def _propose(stage: Stage, plan: Plan, sheet_id: int, best: set[int]) -> None:
    leader_id = queries.sheet_of(stage.cast["org"], "assessment.list", plan.year, sheet_id).leader_id
    leader = stage.cast[stage.cast.login(leader_id)]
    sheet = queries.sheet_of(leader, "assessment.list", plan.year, sheet_id)
    assessments.propose(
        leader, sheet, comment=stage.pick(words.COMMENTS).format(work=words.DUTIES[_field(stage, sheet)]),
        grade=_grade(sheet, best), improvement=stage.pick(words.IMPROVEMENTS),
    )


def _decide(stage: Stage, plan: Plan, sheet_id: int, best: set[int]) -> None:
    """The committee, without whoever it is about."""
    member: Actor = stage.cast["committee"]
    sheet = queries.sheet_of(member, "assessment.list", plan.year, sheet_id)
    if sheet.assignee_id == member.user_id:
        member = next(one for one in stage.cast.of(Role.COMMITTEE) if one.user_id != sheet.assignee_id)
    assessments.decide(member, sheet, grade=_grade(sheet, best), reason="")
