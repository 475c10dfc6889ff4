"""Every POST form of the product (表单): its page, who may send it, and a record in the state it is for."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import time_machine
from factories import HALL, OFFICE, OTHER_TOWN, VILLAGE, make_actor, make_town, make_user
from factories_aftercare import make_asked, make_withdrawn
from factories_agency import (
    make_done_errand,
    make_errand,
    make_laden_errand,
    make_offered,
    make_reported,
)
from factories_answering import make_claim_answered, make_drafted, make_in_review, make_template
from factories_assessments import (
    YEAR,
    Scene,
    conclude,
    decide,
    make_people,
    make_published,
    make_settled,
    propose,
    summarise,
)
from factories_blanks import hand_in, make_blank, mapped
from factories_bookings import make_booking, next_workday, of_today, take_bookings
from factories_contacts import make_laden
from factories_field import parked, taken
from factories_hall import (
    make_declining,
    make_extending,
    make_item,
    make_owing,
    make_paused,
    make_pausing,
    make_point,
    make_task,
    make_told,
)
from factories_handling import DESK_MOVES, make_handed_over
from factories_imports import checked as checked_sheet
from factories_imports import imported, odd, waiting
from factories_line import (
    make_called,
    make_letter,
    make_machine,
    make_served_now,
    make_window,
    switch_on,
    take_number,
)
from factories_notices import (
    make_answered,
    make_draft_notice,
    make_pictured,
    make_sealed_pictured,
    make_taken_down,
    pictures_of,
)
from factories_notices import make_published as make_published_notice
from factories_opinions import (
    make_accepted,
    make_called_back,
    make_closed,
    make_handling,
    make_merged,
    make_opinion,
    make_replied,
    make_routed,
    make_sealed,
    make_suspect,
    plant_categories,
)
from factories_outreach import make_outreach, make_rule, on_roll
from factories_ratings import make_case, make_done
from factories_research import make_research
from factories_sealed import make_key as make_box_key
from factories_sealed import waiting_for_county
from factories_visits import (
    give,
    make_asked_off,
    make_checked,
    make_conflict,
    make_goal,
    make_household,
    make_key_village,
    make_leave,
    make_link,
    make_problem,
    make_visit,
)

from tracker.assessments import service as assessments
from tracker.blanks import service as blanks
from tracker.domain import clock
from tracker.domain.grades import Grade
from tracker.domain.roles import SYSTEM, Role
from tracker.excel.report import Period
from tracker.exports import service as exports
from tracker.exports.offered import REPORTS
from tracker.exports.rules import Choice, Status
from tracker.hall import service as hall
from tracker.hall.rules import CaseStatus, Outcome
from tracker.jobs import service as jobs
from tracker.line.rules.bookings import BookingKind
from tracker.people.models import User
from tracker.people.queries import actor_of, user_by_id
from tracker.problems import service as problems
from tracker.problems.service import ToOpinion, ToTask
from tracker.sealed import service as sealed
from tracker.store.action import action
from tracker.store.jobs import Status as JobStatus
from tracker.township.service import UnitRow, add_units

R = Role
Ready = tuple[User | dict[str, Any], str]
"""Who opens the page (a resident: what the session behind the receipt remembers), and its address."""
Make = Callable[[], Any]
_numbers = count(1)


def at(role: Role, path: str, before: Make = make_town) -> Callable[[], Ready]:
    def ready() -> Ready:
        before()
        return make_user(role), path

    return ready


def on(role: Role, path: str, make: Make) -> Callable[[], Ready]:
    """A page of one record, by its reference or id."""

    def ready() -> Ready:
        record = make()
        return make_user(role), path.format(getattr(record, "ref", record.id))

    return ready


def line_press(path: str, make: Callable[[Any], Any]) -> Callable[[], Ready]:
    """A button on somebody in the line, pressed by the clerk whose person it is."""

    def ready() -> Ready:
        user = make_user(R.WINDOW, unit=HALL)
        return user, path.format(make(user).id)

    return ready


def mine(role: Role, path: str, make: Callable[[Any], Any]) -> Callable[[], Ready]:
    """A page of a record this very person made or has to deal with."""

    def ready() -> Ready:
        user = make_user(role)
        return user, path.format(make(actor_of(user.id)).ref)

    return ready


def pictured(role: Role, path: str, make: Make) -> Callable[[], Ready]:
    """A page of the first picture of a record."""

    def ready() -> Ready:
        record = make()
        name = pictures_of(getattr(record, "opinion", record))[0].name
        return make_user(role), path.format(record.ref, name)

    return ready


def sheet(who: str, page: str, make: Callable[[], Scene]) -> Callable[[], Ready]:
    def ready() -> Ready:
        scene = make()
        user = scene.cadres[0] if who == "cadre" else getattr(scene, who)
        return user, scene.url(page)

    return ready


def plan(who: str, page: str, make: Callable[[], Scene]) -> Callable[[], Ready]:
    return lambda: (getattr(make(), who), f"/assessments/{YEAR}/{page}")


def after(make: Callable[[], Scene], deed: Callable[[Scene], Any]) -> Callable[[], Scene]:
    def made() -> Scene:
        scene = make()
        deed(scene)
        return scene

    return made


def resident(name: str, path: str, make: Make) -> Callable[[], Ready]:
    def ready() -> Ready:
        return {name: make().id}, path

    return ready


def handed_over(move: str) -> Callable[[], Ready]:
    """For the head of the other office who was asked."""

    def ready() -> Ready:
        make_user(R.UNIT_HEAD, unit=OFFICE)
        opinion = make_handed_over()
        user = user_by_id(opinion.assignee_id or 0)
        assert user is not None
        return user, f"/opinions/{opinion.ref}/{move}"

    return ready


def make_pictured_draft() -> Any:
    return make_draft_notice(make_pictured())


def given(handler: Any) -> Any:
    problem = make_problem(make_actor(R.CADRE))
    give(problem, handler)
    return problem


def applied() -> Any:
    handler = make_actor(R.HANDLER)
    problem = given(handler)
    problems.apply(handler, problem, result="换了新管子")
    return problem


def asked_off() -> Any:
    """With a request to put it off that waits."""
    return make_asked_off(make_actor(R.HANDLER))


def whistled() -> Any:
    """A department was called and has not come yet."""
    problem = given(make_actor(R.HANDLER))
    problems.whistle(make_actor(R.DEPUTY), problem, departments=["县水利局"], text="来看看井")
    return problem


def put_off(handler: Any) -> Any:
    problem = make_asked_off(handler)
    problems.defer(make_actor(R.DEPUTY), problem)
    return problem


def ended_last_week() -> Any:
    """Finished some days ago, and nobody was asked yet how it was."""
    with time_machine.travel(clock.now() - timedelta(days=5), tick=False):
        return make_done()


CASE_MOVES = (
    ("contact", R.WINDOW_HEAD, CaseStatus.OPEN), ("verify", R.WINDOW_HEAD, CaseStatus.OPEN),
    ("explain", R.WINDOW_HEAD, CaseStatus.OPEN), ("appeal", R.WINDOW_HEAD, CaseStatus.OPEN),
    ("mend", R.WINDOW_HEAD, CaseStatus.VERIFIED), ("grant_appeal", R.DEPUTY, CaseStatus.APPEALED),
    ("refuse_appeal", R.DEPUTY, CaseStatus.APPEALED), ("call_back", R.CALLBACK, CaseStatus.MENDED),
    ("redo", R.CALLBACK, CaseStatus.MENDED), ("miss_call", R.CALLBACK, CaseStatus.MENDED),
    ("give_up", R.CALLBACK, CaseStatus.MENDED), ("publish", R.WINDOW_HEAD, CaseStatus.CALLED),
)


def make_case_for(status: CaseStatus) -> Callable[[], Any]:
    return lambda: make_case(status)


def booking_page() -> Ready:
    take_bookings(20)
    return {}, f"/book/hall/{next_workday()}/09:00-09:30"


def home_offered() -> None:
    """A town that comes to people's homes, for an item that can be done there."""
    take_bookings(20)
    make_item(at_home=True)


def for_the_hall(author: Any) -> Any:
    make_item()
    return make_problem(author)


def brought_back(author: Any) -> Any:
    """A matter of a visit: nobody has its receipt yet."""
    return problems.to_opinion(author, make_problem(author), ToOpinion()).opinion


def task_brought_back(author: Any) -> Any:
    return problems.to_task(author, make_problem(author), ToTask(make_item().code, applicant="周桂兰"))


def routed() -> Any:
    """With somebody in the office to give it to."""
    make_user(R.HANDLER)
    return make_routed()


def handed_up() -> Scene:
    scene = make_published()
    assessments.hand_up(scene.actor("org"), scene.sheet())
    return scene


def consulted() -> Scene:
    scene = make_people()
    assessments.consult(scene.actor("org"), scene.plan)
    return scene


def checked() -> Any:
    return make_checked(make_actor(R.CADRE), make_actor(R.HANDLER))


def received(**facts: Any) -> Any:
    record = make_sealed(**facts)
    sealed.receive(make_actor(R.DISCIPLINE), record)
    return record


def accepted_task() -> Any:
    task = make_task()
    hall.accept(make_actor(R.WINDOW), task, handed_in=["身份证", "户口簿"])
    return task


def offered(answer: str) -> Callable[[], Ready]:
    """For the colleague a task was offered to."""

    def ready() -> Ready:
        user = make_user(R.WINDOW)
        return user, f"/tasks/{make_offered(user).ref}/{answer}"

    return ready


def finished_task() -> Any:
    task = accepted_task()
    hall.finish(make_actor(R.WINDOW), task, outcome=Outcome.GRANTED)
    return task


def voucher() -> Ready:
    item = make_item(asks_id=False)
    clerk = make_actor(R.WINDOW, unit=HALL)
    facts = hall.Application(item=item, applicant="王秀英", handed_in=["身份证", "户口簿"])
    task = hall.receive(clerk, facts, form_key=f"form-{item.id}")
    hall.accept(clerk, task, handed_in=["身份证", "户口簿"])
    hall.finish(clerk, task, outcome=Outcome.GRANTED)
    return {}, f"/rate/{hall.rate_token(f'form-{item.id}')}"


def household() -> Any:
    return make_household(name=f"欧阳{next(_numbers)}")


def link() -> Any:
    return make_link(make_actor(R.CADRE), household())


def laden() -> Ready:
    """The page of a hand-over of somebody who has something in hand."""
    return make_user(R.CLERK), f"/contacts/handover?from={make_laden().user_id}"


def second_town() -> None:
    """A village, an office and a clerk of the neighbours."""
    make_town()
    add_units(SYSTEM, [UnitRow(OTHER_TOWN + "901", "邻镇党政办")])


def excellent() -> Scene:
    scene = make_settled(2, places=2)
    decide(scene, grade=Grade.EXCELLENT)
    return scene


def make_export(actor: Any, status: Status = Status.WAITING) -> Any:
    wanted = exports.Wanted(REPORTS["visit-ledger"], Period(), Choice())
    export = exports.new_export(
        actor, "visit-ledger", "走访记录台账", "全部", wanted.plain(), "报县里汇总", is_unmasked=True
    )
    export.status = status
    with action(actor, "export.order") as act:
        exports.number_it(act, export)
    return export


def own_export(status: Status, deed: str) -> Callable[[], Ready]:
    def ready() -> Ready:
        user = make_user(R.HEAD)
        return user, f"/exports/{make_export(actor_of(user.id), status).id}/{deed}"

    return ready


def make_job(actor: Any, status: JobStatus, **facts: Any) -> Any:
    """One that no worker hears of."""
    export = make_export(actor, Status.ORDERED)
    with action(actor, "job.order") as act:
        job = jobs.order(act, "export", "走访记录台账（全部）", {"record": ["export", export.id]})
        act.after_commit.clear()
        job.status = status
        for name, value in facts.items():
            setattr(job, name, value)
    return job


def own_job(status: JobStatus, deed: str) -> Callable[[], Ready]:
    def ready() -> Ready:
        user = make_user(R.HEAD)
        return user, f"/jobs/{make_job(actor_of(user.id), status).id}/{deed}"

    return ready


def own_sheet(make: Callable[[Any], Any], deed: str) -> Callable[[], Ready]:
    def ready() -> Ready:
        user = make_user(R.CLERK)
        return user, f"/imports/batches/{make(actor_of(user.id)).id}/{deed}"

    return ready


def stopped_blank() -> Any:
    clerk = make_actor(R.CLERK)
    blank = make_blank(clerk)
    blanks.stop(clerk, blank)
    return blank


def blank_of_two_versions() -> Any:
    clerk = make_actor(R.CLERK)
    blank = make_blank(clerk)
    return make_blank(clerk, blank=blank, title=blank.title)


def card_to_take() -> Ready:
    return make_user(R.HEAD), f"/blanks/visit-card/take?who={household().id}"


def mine_parked() -> Ready:
    user = make_user(R.CADRE)
    return user, f"/visits/parked/{parked(actor_of(user.id))[1].id}"


def waiting_visit() -> Ready:
    """A visit that follows one which has not come."""
    user = make_user(R.CADRE)
    answer = taken(actor_of(user.id), depends_on=["0" * 32])
    return user, f"/visits/{answer.ref}/end_waiting"


FORMS: dict[str, Callable[[], Ready]] = {
    # --- people and town
    "people.login": lambda: ({}, "/login"),
    "people.password": at(R.CLERK, "/me/password"),
    "people.switch_post": at(R.CLERK, "/me/post"),
    "people.disable": on(R.SECADMIN, "/admin/people/{}/disable", make_user),
    "people.reset": on(R.SECADMIN, "/admin/people/{}/reset", make_user),
    "people.logout": at(R.CLERK, "/logout"),
    "township.change_workday": at(R.SYSADMIN, "/admin/workdays/change"),
    "township.confirm_year": at(R.SYSADMIN, "/admin/workdays/confirm"),
    # --- files that leave the house, background work
    "exports.report": at(R.HEAD, "/reports/visit-ledger"),
    "exports.take": at(R.HEAD, "/reports/visit-ledger/take"),
    "exports.make": own_export(Status.ORDERED, "make"),
    "exports.approve": on(R.DEPUTY, "/exports/{}/approve", lambda: make_export(make_actor(R.HEAD))),
    "exports.refuse": on(R.DEPUTY, "/exports/{}/refuse", lambda: make_export(make_actor(R.HEAD))),
    "blanks.new": at(R.CLERK, "/blanks/new"),
    "blanks.match": on(R.CLERK, "/blanks/drafts/{}", lambda: hand_in(make_actor(R.CLERK))),
    "blanks.sample": on(R.CLERK, "/blanks/drafts/{}/sample", lambda: mapped(make_actor(R.CLERK))),
    "blanks.rename": on(R.CLERK, "/blanks/{}/rename", lambda: make_blank(make_actor(R.CLERK))),
    "blanks.use": on(R.CLERK, "/blanks/{}/use", blank_of_two_versions),
    "blanks.stop": on(R.CLERK, "/blanks/{}/stop", lambda: make_blank(make_actor(R.CLERK))),
    "blanks.resume": on(R.CLERK, "/blanks/{}/resume", stopped_blank),
    "blanks.fill": at(R.HEAD, "/blanks/visit-card/fill", lambda: household()),
    "blanks.take": card_to_take,
    "jobs.cancel": own_job(JobStatus.RUNNING, "cancel"),
    "jobs.again": own_job(JobStatus.FAILED, "again"),
    "overview.backups": at(R.SYSADMIN, "/admin/backups"),
    # --- sheets that come in
    "imports.upload": at(R.CLERK, "/imports/households"),
    "imports.match": own_sheet(odd, "match"),
    "imports.check": own_sheet(checked_sheet, "check"),
    "imports.take": own_sheet(checked_sheet, "take"),
    "imports.drop": own_sheet(checked_sheet, "drop"),
    "imports.cancel": own_sheet(waiting, "cancel"),
    "imports.undo": own_sheet(imported, "undo"),
    # --- residents' matters
    "opinions.register": at(R.CLERK, "/opinions/new", plant_categories),
    "opinions.choose_columns": at(R.CLERK, "/opinions/columns", make_opinion),
    "opinions.save_view": at(R.CLERK, "/opinions/views", make_opinion),
    "opinions.drop_view": at(R.CLERK, "/opinions/views/drop", make_opinion),
    "opinions.bulk": at(R.CLERK, "/opinions/bulk", make_accepted),
    "opinions.undo": at(R.CLERK, "/opinions/bulk/undo", make_accepted),
    "opinions.here": on(R.CLERK, "/opinions/{}/here", make_opinion),
    "workbench.keep": at(R.CLERK, "/me/typed", make_opinion),
    "workbench.drop": at(R.CLERK, "/me/typed/drop", make_opinion),
    "workbench.keys": at(R.CLERK, "/me/keys", make_opinion),
    "opinions.picture_original": pictured(R.CLERK, "/opinions/{}/pictures/{}/original", make_pictured),
    "notices.draft": on(R.CLERK, "/publishing/{}/draft", make_answered),
    "notices.picture": pictured(R.CLERK, "/publishing/{}/pictures/{}", make_pictured_draft),
    "notices.publish": on(R.CLERK, "/publishing/{}/publish", make_draft_notice),
    "notices.take_down": on(R.CLERK, "/publishing/{}/take_down", make_published_notice),
    "notices.put_back": on(R.CLERK, "/publishing/{}/put_back", make_taken_down),
    "opinions.tray": at(R.CLERK, "/opinions/tray", make_suspect),
    "opinions_public.say": lambda: ({}, "/say"),
    "opinions_public.progress": lambda: ({}, "/progress"),
    "opinions_public.leave": resident("opinion", "/progress/leave", make_opinion),
    "opinions_public.supplement": resident("opinion", "/progress/supplement", make_opinion),
    "opinions_public.rate": resident("opinion", "/progress/rate", make_replied),
    "opinions_public.answer": resident("opinion", "/progress/answer", make_asked),
    "opinions_public.withdraw": resident("opinion", "/progress/withdraw", make_opinion),
    "opinions_public.reopen": resident("opinion", "/progress/reopen", make_replied),
    "opinions_public.consent": resident("opinion", "/progress/consent", make_opinion),
    "opinions_public.retaliation": resident("opinion", "/progress/retaliation", make_opinion),
    "opinions.merge": on(R.CLERK, "/opinions/{}/merge", make_accepted),
    "opinions.unmerge": on(R.CLERK, "/opinions/{}/unmerge", make_merged),
    "opinions.accept": on(R.CLERK, "/opinions/{}/accept", lambda: (plant_categories(), make_opinion())[1]),
    "opinions.decline": on(R.CLERK, "/opinions/{}/decline", make_opinion),
    "opinions.seal": on(R.CLERK, "/opinions/{}/seal", make_opinion),
    "opinions.withdraw": on(R.CLERK, "/opinions/{}/withdraw", make_opinion),
    "opinions.route": on(R.CLERK, "/opinions/{}/route", make_accepted),
    "opinions.assign": on(R.UNIT_HEAD, "/opinions/{}/assign", routed),
    "opinions.return_unit": on(R.UNIT_HEAD, "/opinions/{}/return", make_routed),
    "opinions.draft": mine(R.HANDLER, "/opinions/{}/draft", make_handling),
    "opinions.ruling": mine(R.HANDLER, "/opinions/{}/ruling", make_handling),
    "opinions.sign": on(R.UNIT_HEAD, "/opinions/{}/sign", make_drafted),
    "opinions.send_back": on(R.UNIT_HEAD, "/opinions/{}/send_back", make_drafted),
    "opinions.ask_review": on(R.CLERK, "/opinions/{}/ask_review", make_claim_answered),
    "opinions.record_review": on(R.CLERK, "/opinions/{}/record_review", make_in_review),
    "opinions.new_template": at(R.CLERK, "/opinions/templates/new"),
    "opinions.edit_template": on(R.CLERK, "/opinions/templates/{}", make_template),
    "opinions.slips": at(R.CLERK, "/opinions/slips"),
    **{f"opinions.{move}": on(role, f"/opinions/{{}}/{move}", make) for move, role, make in DESK_MOVES},
    "opinions.take_over": handed_over("take_over"),
    "opinions.refuse_over": handed_over("refuse_over"),
    "opinions.call_back": on(R.CALLBACK, "/opinions/{}/call_back", make_replied),
    "opinions.miss_call": on(R.CALLBACK, "/opinions/{}/miss_call", make_replied),
    "opinions.close": on(R.CALLBACK, "/opinions/{}/close", make_called_back),
    "opinions.reopen": on(R.CALLBACK, "/opinions/{}/reopen", make_called_back),
    "opinions.restart": on(R.CLERK, "/opinions/{}/restart", make_closed),
    "opinions.check_withdrawal": on(R.CALLBACK, "/opinions/{}/check_withdrawal", make_withdrawn),
    "opinions.reinstate": on(R.CALLBACK, "/opinions/{}/reinstate", make_withdrawn),
    "opinions.release": on(R.DISCIPLINE, "/opinions/from-sealed/{}", received),
    "sealed.receive": on(R.DISCIPLINE, "/sealed/{}/receive", make_sealed),
    "sealed.conclude": on(R.DISCIPLINE, "/sealed/{}/conclude", received),
    "sealed.subjects": on(R.DISCIPLINE, "/sealed/{}/subjects", received),
    "sealed.picture_original": pictured(
        R.DISCIPLINE, "/sealed/{}/photos/{}/original", make_sealed_pictured
    ),
    "sealed.hand_up": on(R.DISCIPLINE, "/sealed/{}/hand_up", received),
    "sealed.unlock": at(R.DISCIPLINE, "/sealed/unlock", make_box_key),
    "sealed.lock": at(R.DISCIPLINE, "/sealed/lock", make_box_key),
    "sealed.make_key": at(R.DISCIPLINE, "/sealed/keys/new"),
    "sealed.change_passphrase": at(R.DISCIPLINE, "/sealed/keys/passphrase", make_box_key),
    "sealed.drill": at(R.DISCIPLINE, "/sealed/keys/drill", make_box_key),
    "sealed.recover": at(R.DISCIPLINE, "/sealed/keys/recover", make_box_key),
    "sealed.put_key": at(R.SECADMIN, "/sealed/keys/put"),
    "sealed.names": at(R.DISCIPLINE, "/sealed/names", make_user),
    "sealed.relatives": at(R.DISCIPLINE, "/sealed/relatives", lambda: (make_user(), make_user())),
    "interference.report": at(R.HANDLER, "/interference"),
    "sealed.county": at(R.COUNTY, "/sealed/county", waiting_for_county),
    # --- contact points, visits, problems
    "visits.contact_new": at(R.ORG, f"/contacts/new?village={VILLAGE}", link),
    "visits.contact_end": on(R.ORG, "/contacts/{}/end", link),
    "visits.key_village": on(R.ORG, "/contacts/villages/{}", make_key_village),
    "visits.card_write": at(R.CADRE, "/contacts/cards/write"),
    "visits.cards_issued": at(R.ORG, f"/contacts/cards/issued?village={VILLAGE}", link),
    "visits.handover": laden,
    "visits.goal_new": at(R.ORG, "/visits/goals/new"),
    "visits.goal_end": on(R.DEPUTY, "/visits/goals/{}/end", make_goal),
    "visits.close_month": at(R.CLERK, "/visits/overview/close"),
    "people.leave_new": at(R.ORG, "/admin/leaves/new", make_user),
    "people.leave_back": on(R.ORG, "/admin/leaves/{}/back", lambda: make_leave(make_actor(R.CADRE))),
    "visits.unmask": on(R.CLERK, "/contacts/households/{}/unmask", household),
    "visits.household_edit": on(R.CLERK, "/contacts/households/{}/edit", household),
    "visits.conflict": on(R.CLERK, "/contacts/conflicts/{}", make_conflict),
    "visits.conflict_look": on(R.CLERK, "/contacts/conflicts/{}/look", make_conflict),
    "township.setting": at(R.SYSADMIN, "/admin/settings/opinion_anonymise_days"),
    "visits.new": at(R.CLERK, "/visits/new"),
    "visits.correct": mine(R.CADRE, "/visits/{}/correct", make_visit),
    "visits.problem_new": at(R.CADRE, "/problems/new"),
    "visits.assign": on(R.CLERK, "/problems/{}/assign", lambda: make_problem(make_actor(R.CADRE))),
    "visits.settle": mine(R.CADRE, "/problems/{}/settle", make_problem),
    "visits.progress": mine(R.HANDLER, "/problems/{}/progress", given),
    "visits.apply": mine(R.HANDLER, "/problems/{}/apply", given),
    "visits.ruling": mine(R.HANDLER, "/problems/{}/ruling", given),
    "visits.check": on(R.DEPUTY, "/problems/{}/check", applied),
    "visits.strike_off": on(R.CLERK, "/problems/{}/strike_off", checked),
    "visits.rehang": on(R.CLERK, "/problems/{}/rehang", applied),
    "visits.ask_defer": mine(R.HANDLER, "/problems/{}/ask_defer", given),
    "visits.defer": on(R.DEPUTY, "/problems/{}/defer", asked_off),
    "visits.refuse_defer": on(R.HEAD, "/problems/{}/refuse_defer", asked_off),
    "visits.end_defer": mine(R.HANDLER, "/problems/{}/end_defer", put_off),
    "visits.whistle": on(R.DEPUTY, "/problems/{}/whistle", lambda: given(make_actor(R.HANDLER))),
    "visits.arrive": on(R.CLERK, "/problems/{}/arrive", whistled),
    "visits.end_whistle": on(R.CLERK, "/problems/{}/end_whistle", whistled),
    "visits.to_meeting": on(R.HEAD, "/problems/{}/to_meeting", lambda: given(make_actor(R.HANDLER))),
    "visits.to_opinion": mine(R.CADRE, "/problems/{}/to_opinion", make_problem),
    "opinions.give_code": mine(R.CADRE, "/opinions/{}/code", brought_back),
    "hall.give_code": mine(R.CADRE, "/tasks/{}/code", task_brought_back),
    "visits.to_task": mine(R.CADRE, "/problems/{}/to_task", for_the_hall),
    # --- from phones
    "field.decide": mine_parked,
    "field.end_waiting": waiting_visit,
    "field.load": at(R.CADRE, "/visits/load"),
    # --- research
    "research.new": at(R.CADRE, "/research/new"),
    "research.edit": mine(R.CADRE, "/research/{}/edit", make_research),
    "research.find": mine(R.CADRE, "/research/{}/find", make_research),
    "research.tie": mine(R.CADRE, "/research/{}/tie", make_research),
    # --- the hall
    "hall.new_service": at(R.WINDOW_HEAD, "/admin/services/new"),
    "hall.edit_service": on(R.WINDOW_HEAD, "/admin/services/{}/edit", make_item),
    "hall.publish": on(R.WINDOW_HEAD, "/admin/services/{}/publish", lambda: make_item(is_public=False)),
    "hall.take_down": on(R.WINDOW_HEAD, "/admin/services/{}/take_down", make_item),
    "hall.new_point": at(R.WINDOW_HEAD, "/admin/points/new"),
    "hall.edit_point": on(R.WINDOW_HEAD, "/admin/points/{}/edit", make_point),
    "hall.desk": lambda: (make_user(R.WINDOW), f"/tasks/desk?item={make_item().id}"),
    "hall.put_card": on(R.WINDOW, "/tasks/{}/put_card", lambda: make_task(id_number="", is_id_missing=True)),
    "hall.look": at(R.WINDOW, "/tasks/desk/look", make_item),
    "hall.here": on(R.WINDOW, "/tasks/{}/here", make_task),
    "hall.accept": on(R.WINDOW, "/tasks/{}/accept", make_task),
    "hall.spot": on(R.WINDOW, "/tasks/{}/spot", make_task),
    "hall.notify": on(R.WINDOW, "/tasks/{}/notify", make_task),
    "hall.decline": on(R.WINDOW_HEAD, "/tasks/{}/decline", make_task),
    "hall.ask_decline": on(R.WINDOW, "/tasks/{}/ask_decline", make_task),
    "hall.refuse_decline": on(R.WINDOW_HEAD, "/tasks/{}/refuse_decline", make_declining),
    "hall.remind": on(R.WINDOW, "/tasks/{}/remind", make_told),
    "hall.terminate": on(R.WINDOW_HEAD, "/tasks/{}/terminate", make_task),
    "hall.ask_pause": on(R.WINDOW, "/tasks/{}/ask_pause", accepted_task),
    "hall.pause": on(R.WINDOW_HEAD, "/tasks/{}/pause", make_pausing),
    "hall.refuse_pause": on(R.WINDOW_HEAD, "/tasks/{}/refuse_pause", make_pausing),
    "hall.resume": on(R.WINDOW, "/tasks/{}/resume", make_paused),
    "hall.ask_extension": on(R.WINDOW, "/tasks/{}/ask_extension", accepted_task),
    "hall.grant_extension": on(R.WINDOW_HEAD, "/tasks/{}/grant_extension", make_extending),
    "hall.refuse_extension": on(R.WINDOW_HEAD, "/tasks/{}/refuse_extension", make_extending),
    "hall.follow": on(R.WINDOW, "/tasks/{}/follow", make_owing),
    "hall.withdraw": on(R.WINDOW, "/tasks/{}/withdraw", make_task),
    "hall.finish": on(R.WINDOW, "/tasks/{}/finish", accepted_task),
    "hall.mandate": on(R.WINDOW, "/tasks/{}/mandate", make_task),
    "hall.take_original": on(R.WINDOW, "/tasks/{}/take_original", make_errand),
    "hall.return_original": on(R.WINDOW, "/tasks/{}/return_original", make_laden_errand),
    "hall.hand_back": on(R.WINDOW, "/tasks/{}/hand_back", make_done_errand),
    "hall.report_up": on(R.WINDOW, "/tasks/{}/report_up", make_errand),
    "hall.bring_back": on(R.WINDOW, "/tasks/{}/bring_back", make_reported),
    "hall.offer": on(R.WINDOW, "/tasks/{}/offer", lambda: (make_user(R.WINDOW), accepted_task())[1]),
    "hall.recall": on(R.WINDOW, "/tasks/{}/recall", make_offered),
    "hall.take": offered("take"),
    "hall.return_offer": offered("return_offer"),
    "line.take": at(R.WINDOW, "/line/take", switch_on),
    "line.call": line_press("/line/call", lambda user: (make_window(clerk=user), take_number())[1]),
    **{
        f"line.{move}": line_press(f"/line/{{}}/{'back' if move == 'put_back' else move}", make_called)
        for move in ("recall", "start", "hold", "put_back", "leave", "undo", "transfer")
    },
    "line.end": line_press("/line/{}/end", make_served_now),
    "line.open_window": line_press("/line/windows/{}/open", lambda user: make_window()),
    "line.close_window": line_press("/line/windows/{}/close", lambda user: make_window(clerk=user)),
    "line.new_window": at(R.WINDOW_HEAD, "/line/windows/new", switch_on),
    "line.window": on(R.WINDOW_HEAD, "/line/windows/{}", make_window),
    "line.new_letter": at(R.WINDOW_HEAD, "/line/letters/new", switch_on),
    "line.letter": on(R.WINDOW_HEAD, "/line/letters/{}", make_letter),
    "line_public.number": lambda: ({}, make_machine()),
    "hall.deliver": on(R.WINDOW, "/tasks/{}/deliver", finished_task),
    "hall.agree_home": on(R.WINDOW, "/tasks/{}/home", lambda: make_task(make_item(at_home=True))),
    "hall.take_in_at_home": on(R.WINDOW, "/bookings/{}/take-in", lambda: of_today(BookingKind.HOME)),
    "bookings.new": at(R.WINDOW, "/bookings/new?kind=home", home_offered),
    "bookings.cancel": on(R.WINDOW, "/bookings/{}/cancel", make_booking),
    "bookings.goer": on(R.WINDOW_HEAD, "/bookings/{}/goer", lambda: make_booking(BookingKind.HOME)),
    **{
        f"bookings.{move}": on(R.WINDOW, f"/bookings/{{}}/{move}", of_today)
        for move in ("arrive", "finish", "miss")
    },
    "booking_public.book": booking_page,
    "booking_public.mine": lambda: (take_bookings(), ({}, "/book/mine"))[1],
    "outreach.gather": at(R.WINDOW_HEAD, "/outreach/gather", make_rule),
    "outreach.tell": on(R.WINDOW, "/outreach/{}/tell", make_outreach),
    "outreach.miss": on(R.WINDOW, "/outreach/{}/miss", make_outreach),
    "outreach.take_up": on(R.WINDOW, "/outreach/{}/take-up", make_outreach),
    "outreach.refuse": on(R.WINDOW, "/outreach/{}/refuse", make_outreach),
    "outreach.correct": on(R.WINDOW, "/outreach/{}/correct", make_outreach),
    "outreach.new_rule": at(R.WINDOW_HEAD, "/outreach/rules/new", make_item),
    "outreach.use_rule": on(R.WINDOW_HEAD, "/outreach/rules/{}/use", make_rule),
    "outreach.drop_entry": on(R.WINDOW_HEAD, "/outreach/roll/{}/drop", lambda: on_roll(item=make_item())),
    "hall.ask_rating": on(R.WINDOW, "/tasks/{}/rating-code", make_done),
    "hall.invite": on(R.WINDOW, "/tasks/{}/invite", ended_last_week),
    **{
        f"hall.case_{move}": on(role, f"/tasks/ratings/cases/{{}}/{move}", make_case_for(status))
        for move, role, status in CASE_MOVES
    },
    "hall_public.device": lambda: (make_done(), ({}, "/rate"))[1],
    "hall_public.progress": lambda: ({}, "/task"),
    "hall_public.leave": resident("task", "/task/leave", finished_task),
    "hall_public.rate_here": resident("task", "/task/rate", finished_task),
    "hall_public.rate": voucher,
    # --- the year's assessment
    "assessments.create": at(R.ORG, "/assessments/new"),
    "assessments.revise": plan("org", "revise", make_people),
    "assessments.set_pool": plan("org", "places/civil", make_people),
    "assessments.consult": plan("org", "consult", make_people),
    "assessments.publish": plan("org", "publish", consulted),
    "assessments.draw": plan("org", "draw", make_published),
    "assessments.charge": plan("org", "charge", make_published),
    "assessments.settle": plan("org", "settle", make_published),
    "assessments.publicise": plan("org", "publicise", excellent),
    "assessments.conclude_ready": plan("head", "conclude", after(make_settled, decide)),
    "assessments.close": plan("org", "close", after(make_settled, conclude)),
    "assessments.charge_one": sheet("org", "charge", make_settled),
    "assessments.classify": sheet("org", "classify", make_published),
    "assessments.write": sheet("cadre", "write", make_settled),
    "assessments.summarise": sheet("cadre", "summarise", make_settled),
    "assessments.receive_paper": sheet("org", "receive_paper", make_settled),
    "assessments.propose": sheet("deputy", "propose", after(make_settled, summarise)),
    "assessments.decide": sheet("org", "decide", after(lambda: make_settled(places=1), propose)),
    "assessments.conclude": sheet("head", "conclude", after(make_settled, decide)),
    "assessments.hand_up": sheet("org", "hand_up", make_published),
    "assessments.take_back": sheet("org", "take_back", handed_up),
    "assessments.record_outside_result": sheet("org", "record_outside_result", handed_up),
    "assessments.leave": sheet("org", "leave", make_settled),
}
STANDS_ON = {
    **dict.fromkeys(
        (
            "line.call", "line.recall", "line.start", "line.hold", "line.put_back", "line.leave", "line.undo",
            "line.end", "line.open_window", "line.close_window",
        ),
        "/line",
    ),
    "sealed.lock": "/sealed",
    "people.switch_post": "/me", "people.logout": "/me", "hall_public.rate_here": "/task",
    "opinions_public.leave": "/progress", "opinions_public.consent": "/progress",
    "hall_public.leave": "/task",
    "exports.make": "..", "jobs.cancel": "..", "jobs.again": "..",
    "blanks.use": "..", "blanks.stop": "..", "blanks.resume": "..",
    "imports.match": "..", "imports.check": "..", "imports.take": "..", "imports.drop": "..",
    "imports.cancel": "..", "opinions.here": "..", "hall.here": "..", "hall.look": "/tasks/desk",
    "hall.take": "/tasks/offers",
    "outreach.gather": "/outreach", "outreach.use_rule": "/outreach/rules",
    "outreach.drop_entry": "/outreach/roll",
    "bookings.arrive": "..", "bookings.finish": "..", "bookings.miss": "..",
    **dict.fromkeys(
        (
            "opinions.choose_columns", "opinions.save_view", "opinions.drop_view", "opinions.bulk",
            "opinions.undo", "workbench.keep", "workbench.drop", "workbench.keys",
        ),
        "/opinions?status=submitted",
    ),
}
"""Where a form is shown that has no page of its own; "..": on the page of its record."""
