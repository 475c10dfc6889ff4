"""Arranging by sheet, hand-over, key villages, coverage, cards (联系点): what is done, refused and traced."""

from datetime import date, timedelta

import pytest
from factories import HALL, OFFICE, OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor, make_town
from factories_answering import make_drafted
from factories_contacts import hand_over, make_laden, put_rows
from factories_hall import make_task
from factories_imports import upload
from factories_opinions import make_accepted, make_handling, name_subjects
from factories_visits import (
    give,
    make_household,
    make_key_village,
    make_link,
    make_problem,
    make_visit,
)

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.imports import service as imports
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject
from tracker.opinions.rules import Status as OpinionStatus
from tracker.people.queries import actor_of
from tracker.problems.rules import Status
from tracker.store import phones, typed
from tracker.store.audit import AuditEntry
from tracker.township.models import Unit
from tracker.township.rules import KeyKind
from tracker.township.service import mark_key_village
from tracker.visits import queries, rules, service
from tracker.visits.models import ContactCard, ContactHandover, ContactLink
from tracker.visits.rules import Level, Target, Thing
from tracker.visits.service import ContactRow

DAY = timedelta(days=1)


def links(db) -> list[ContactLink]:
    return db.session.query(ContactLink).order_by(ContactLink.id).all()


# the sheet


def test_a_sheet_arranges_villages_households_companies_and_projects(db):
    household = make_household(name="王秀英")
    cadre, backup = make_actor(Role.CADRE, name="李雪梅"), make_actor(Role.CADRE, name="赵建国")
    done = put_rows(
        ContactRow("李雪梅", "石门村", level=Level.LEADER, backup="赵建国", basis="石委〔2026〕3 号"),
        ContactRow("李雪梅", "石门村", number=1),
        ContactRow("李雪梅", "石门村", target=Target.COMPANY, name="茶叶加工厂"),
        ContactRow("李雪梅", VILLAGE_2, target=Target.PROJECT, name="进村路"),
    )
    assert done == ["new"] * 4
    village, home, company, project = links(db)
    assert (village.level, village.backup_id) == (Level.LEADER, backup.user_id)
    assert village.basis == "石委〔2026〕3 号"
    assert home.household_id == household.id and household.assignee_id == cadre.user_id
    assert (company.target_name, company.unit_code) == ("茶叶加工厂", VILLAGE)
    assert (project.target_name, project.unit_code) == ("进村路", VILLAGE_2)
    names = [row.name for row in queries.my_contacts(cadre)]
    assert "石门村 茶叶加工厂" in names and "桃源村 进村路" in names


def test_a_second_sheet_changes_nothing_or_brings_the_backup_up_to_date(db):
    make_town()
    for name in ("李雪梅", "赵建国"):
        make_actor(Role.CADRE, name=name)
    row = ContactRow("李雪梅", "石门村")
    assert put_rows(row, row) == ["new", "skipped"] and put_rows(row) == ["skipped"]
    assert put_rows(ContactRow("李雪梅", "石门村", backup="赵建国")) == ["updated"]
    assert len(links(db)) == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ContactRow("没有人", "石门村"), "cadre"),
        (ContactRow("李雪梅", "没有村"), "village"),
        (ContactRow("同名", "石门村"), "cadre"),
        (ContactRow("李雪梅", "石门村", number=99), "number"),
        (ContactRow("李雪梅", "石门村", head="张三"), "head"),
        (ContactRow("李雪梅", "石门村", target=Target.HOUSEHOLD), "number"),
        (ContactRow("李雪梅", "石门村", target=Target.COMPANY), "name"),
        (ContactRow("李雪梅", "石门村", name="茶厂"), "target"),
        (ContactRow("李雪梅", "石门村", backup="李雪梅"), "backup"),
        (ContactRow("李雪梅", "石门村", since=date(2999, 1, 1)), "since"),
        (ContactRow("李雪梅", "石门村", number=1), "cadre"),
    ],
)
def test_a_wrong_row_names_its_column_and_arranges_nothing(db, row, field):
    make_actor(Role.CADRE, name="李雪梅")
    make_actor(Role.CADRE, name="同名"), make_actor(Role.CADRE, name="同名")
    make_link(make_actor(Role.CADRE), make_household())
    with pytest.raises(RuleBroken) as broken:
        put_rows(row)
    assert broken.value.field == field and len(links(db)) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since": clock.today() + DAY}, "since"),
        ({"since": date(1, 1, 1)}, "since"),
        ({"target": Target.VILLAGE, "with_household": True}, "target"),
        ({"target_name": "茶叶加工厂"}, "target"),
    ],
)
def test_an_arrangement_begins_by_today_and_nothing_filled_in_is_dropped(db, facts, field):
    household = make_household() if facts.pop("with_household", False) else None
    cadre = make_actor(Role.CADRE)
    wanted = service.Arrangement(cadre.user_id, VILLAGE, household=household, **facts)
    with pytest.raises(RuleBroken) as broken:
        service.add_contact(make_actor(Role.ORG), wanted)
    assert broken.value.field == field and links(db) == []


def test_heads_of_the_same_name_ask_for_the_number(db):
    make_household(name="王秀英", group="一组"), make_household(name="王秀英", group="二组")
    make_actor(Role.CADRE, name="李雪梅")
    with pytest.raises(RuleBroken, match="有 2 户"):
        put_rows(ContactRow("李雪梅", "石门村", head="王秀英"))
    assert put_rows(ContactRow("李雪梅", "石门村", head="王秀英", number=2)) == ["new"]


@pytest.mark.parametrize("role", [Role.CADRE, Role.DEPUTY, Role.UNIT_HEAD, Role.COUNTY])
def test_who_does_not_arrange_brings_in_no_sheet(db, role):
    make_actor(Role.CADRE, name="李雪梅")
    with pytest.raises(NotFound):
        put_rows(ContactRow("李雪梅", "石门村"), actor=make_actor(role, unit=TOWN))
    assert links(db) == []


def test_the_wizard_tells_errors_by_row_takes_the_rest_and_can_undo_it(db):
    household = make_household(name="王秀英")
    make_actor(Role.CADRE, name="李雪梅")
    batch = upload(
        make_actor(Role.ORG), ("联系干部", "村", "联系什么", "户号", "级别"),
        ("李雪梅", "石门村", "联系户", "001 户", "班子成员"), ("李雪梅", "石门村", "村", "", ""),
        ("李雪梅", "石门村", "亲戚", "", ""), ("李四", "石门村", "", "", ""), kind="contacts",
    )
    assert (batch.new_count, batch.wrong_count) == (2, 2)
    org = make_actor(Role.ORG)
    imports.take(actor_of(batch.author_id), batch)
    assert len(links(db)) == 2 and household.assignee_id is not None
    imports.undo(org, batch)
    db.session.expire_all()
    assert links(db) == [] and household.assignee_id is None


# hand-over


def test_one_deed_moves_households_villages_backups_and_problems(db):
    giver, receiver, org = make_laden(name="李雪梅"), make_actor(Role.HANDLER), make_actor(Role.CLERK)
    other = make_link(make_actor(Role.CADRE), village=VILLAGE_2, backup_id=giver.user_id)
    record = hand_over(org, giver, receiver)
    assert queries.held_by(org, giver.user_id) == []
    held = queries.held_by(org, receiver.user_id)
    assert [one.thing for one in held].count(Thing.LINK) == 2
    assert {one.thing for one in held} == {Thing.LINK, Thing.BACKUP, Thing.PROBLEM}
    assert other.backup_id == receiver.user_id
    old = [one for one in links(db) if one.assignee_id == giver.user_id]
    assert {one.until for one in old} == {clock.today()}
    assert (record.giver_id, record.receiver_id, record.on_day) == (
        giver.user_id, receiver.user_id, clock.today()
    )
    paper = queries.paper_of(org, record)
    assert len(paper.moved) == 4 and paper.stayed == []
    traced = [one.action for one in db.session.query(AuditEntry).order_by(AuditEntry.seq)]
    assert traced.count("handover.make") == 2 and "household.link" in traced and "problem.assign" in traced


def test_what_is_not_ticked_stays_and_the_promise_of_a_problem_runs_on(db):
    giver, receiver, clerk = make_laden(), make_actor(Role.HANDLER), make_actor(Role.CLERK)
    problem_key = next(one for one in queries.held_by(clerk, giver.user_id) if one.thing is Thing.PROBLEM)
    problem = queries.problem_to_give(clerk, problem_key.record_id)
    due, status = problem.promised_on, problem.status
    hand_over(clerk, giver, receiver, problem_key.key)
    db.session.expire_all()
    assert (problem.assignee_id, problem.promised_on, problem.status) == (receiver.user_id, due, status)
    assert {one.thing for one in queries.held_by(clerk, giver.user_id)} == {Thing.LINK}


def test_an_arrangement_ends_the_day_before_and_goes_on_without_a_gap(db, monkeypatch):
    giver, receiver = make_actor(Role.CADRE), make_actor(Role.CADRE)
    link = make_link(giver, make_household(), since=clock.today() - 10 * DAY)
    hand_over(make_actor(Role.ORG), giver, receiver)
    old, new = links(db)
    assert (old.id, old.until, new.since, new.until) == (link.id, clock.today() - DAY, clock.today(), None)
    assert rules.span_of_handover(date(2026, 3, 5), date(2026, 3, 1)) == (date(2026, 3, 5), date(2026, 3, 5))


def test_who_stood_in_or_contacts_the_village_already_is_told_what_is_to_do(db):
    giver, receiver = make_actor(Role.CADRE), make_actor(Role.CADRE)
    make_link(giver, make_household(), backup_id=receiver.user_id)
    make_link(giver), make_link(receiver)
    record = hand_over(make_actor(Role.ORG), giver, receiver)
    told = {item.told for item in record.items}
    assert told == {"接收人原来是 AB 岗，要另定 AB 岗", "接收人本来就联系这里，原来的安排结束了"}
    still = [one for one in links(db) if one.until is None]
    assert {(one.target, one.assignee_id, one.backup_id) for one in still} == {
        (Target.HOUSEHOLD, receiver.user_id, None), (Target.VILLAGE, receiver.user_id, None)
    }


def test_matters_go_over_within_the_office_by_its_head(db):
    giver, receiver, head = make_actor(Role.HANDLER), make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    opinion = make_handling(giver)
    record = hand_over(head, giver, receiver)
    assert opinion.assignee_id == receiver.user_id
    assert [line.held.ref for line in queries.paper_of(head, record).moved] == [opinion.ref]


@pytest.mark.parametrize("role", [Role.ORG, Role.CLERK])
def test_matters_that_are_not_theirs_to_assign_are_not_offered(db, role):
    giver = make_actor(Role.HANDLER)
    make_handling(giver)
    assert queries.held_by(make_actor(role), giver.user_id) == []


def test_a_colleague_of_another_office_gets_no_matter_and_the_reason_is_told(db):
    giver, head = make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    stranger = make_actor(Role.HANDLER, unit=OFFICE)
    opinion, problem = make_handling(giver), make_problem(make_actor(Role.CADRE))
    give(problem, giver)
    record = hand_over(head, giver, stranger)
    assert opinion.assignee_id == problem.assignee_id == giver.user_id
    stayed = queries.paper_of(head, record).stayed
    assert [line.told for line in stayed] == [
        "接收人不在本部门，要转给别的部门请找党政办", "接收人不能承办这一件，由部门负责人另行指派"
    ]


def test_somebody_barred_never_gets_the_matter_nor_reads_of_it_on_the_list(db):
    giver, accused, head = make_actor(Role.HANDLER), make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    opinion = make_handling(giver)
    name_subjects(opinion, OpinionSubject(user_id=accused.user_id))
    make_link(giver)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, giver)
    record = hand_over(head, giver, accused)
    assert opinion.assignee_id == giver.user_id and problem.assignee_id == accused.user_id
    assert [line.held.ref for line in queries.paper_of(head, record).lines] == [problem.ref, opinion.ref]
    paper = queries.paper_of(accused, record)
    assert [line.held.ref for line in paper.lines] == [problem.ref] and paper.stayed == []


def test_a_head_who_is_barred_is_offered_everything_but_the_matter(db):
    giver, head = make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    opinion = make_handling(giver)
    assert [one.ref for one in queries.held_by(head, giver.user_id)] == [opinion.ref]
    name_subjects(opinion, OpinionSubject(user_id=head.user_id))
    assert queries.held_by(head, giver.user_id) == []


def test_the_same_person_a_stranger_a_far_day_and_an_empty_list_are_refused(db):
    giver, receiver, clerk = make_laden(), make_actor(Role.HANDLER), make_actor(Role.CLERK)
    for bad, field in (
        ({"receiver_id": giver.user_id}, "receiver_id"), ({"receiver_id": 999_999}, "receiver_id"),
        ({"on_day": clock.today() + DAY}, "on_day"), ({"on_day": clock.today() - 40 * DAY}, "on_day"),
        ({"picked": ["link-999999"]}, "picked"),
    ):
        given = {
            "giver_id": giver.user_id, "receiver_id": receiver.user_id, "on_day": clock.today(),
            "reason": "调动", "picked": [one.key for one in queries.held_by(clerk, giver.user_id)],
        }
        with pytest.raises(RuleBroken) as broken:
            service.hand_over(clerk, service.Handover(**{**given, **bad}))
        assert broken.value.field == field
    assert db.session.query(ContactHandover).count() == 0


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.CADRE, None), (Role.UNIT_HEAD, OFFICE), (Role.COUNTY, None), (Role.CLERK, OTHER_TOWN)],
)
def test_who_may_not_hand_over_gives_nothing(db, role, unit):
    giver, receiver = make_laden(), make_actor(Role.HANDLER)
    actor = make_actor(role, unit=unit)
    with pytest.raises((NotFound, RuleBroken)):
        hand_over(actor, giver, receiver, *(one.key for one in queries.held_by(make_actor(), giver.user_id)))
    assert {one.assignee_id for one in links(db)} == {giver.user_id}


def test_half_written_forms_and_waiting_records_are_counted_and_stay_with_their_owner(db):
    giver = make_laden()
    typed.keep(giver.user_id, "/visits/new", {"words": ["水浑"]})
    typed.keep(giver.user_id, "/opinions/石门-诉-1/draft", {"text": ["查了"]})
    phones.heard(giver.user_id, clock.today(), 3)
    assert (queries.drafts_of(giver.user_id), queries.waiting_on_phone(giver.user_id)) == (1, 3)
    assert hand_over(make_actor(Role.CLERK), giver, make_actor(Role.HANDLER)).drafts == 1
    assert queries.drafts_of(giver.user_id) == 1


def test_a_problem_the_receiver_cannot_handle_stays(db):
    giver, window = make_actor(Role.HANDLER), make_actor(Role.WINDOW, unit=HALL)
    clerk = make_actor(Role.CLERK)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, giver)
    record = hand_over(clerk, giver, window)
    assert problem.assignee_id == giver.user_id and problem.status is Status.ASSIGNED
    assert record.items[0].told == "接收人的岗位不办问题，请交办给别人"


@pytest.mark.parametrize("state", [OpinionStatus.WAITING, OpinionStatus.DEFERRED, OpinionStatus.SIGNING])
def test_matters_that_wait_go_over_as_well_and_wait_on(db, state):
    giver, receiver, head = make_actor(Role.HANDLER), make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    opinion = make_drafted(giver) if state is OpinionStatus.SIGNING else make_handling(giver)
    if state is OpinionStatus.WAITING:
        opinions.ask_more(giver, opinion, text="请带上户口簿", until=clock.today() + 3 * DAY)
    if state is OpinionStatus.DEFERRED:
        opinions.ask_defer(giver, opinion, until=clock.today() + 3 * DAY, reason="等水退了")
        opinions.defer(make_actor(Role.DEPUTY), opinion)
    assert opinion.status is state
    hand_over(head, giver, receiver)
    assert (opinion.assignee_id, opinion.status) == (receiver.user_id, state)


def test_the_head_of_the_window_hands_over_matters_and_open_tasks_of_the_hall(db):
    head, receiver = make_actor(Role.WINDOW_HEAD, unit=HALL), make_actor(Role.WINDOW, unit=HALL)
    task, opinion = make_task(), make_accepted()
    giver = actor_of(task.assignee_id)
    opinions.route(make_actor(), opinion, office_code=HALL)
    opinions.assign(head, opinion, assignee_id=giver.user_id)
    tell_by, status = task.tell_by, task.status
    record = hand_over(head, giver, receiver)
    assert task.assignee_id == opinion.assignee_id == receiver.user_id
    assert (task.tell_by, task.status) == (tell_by, status)
    paper = queries.paper_of(head, record)
    assert {line.held.ref for line in paper.moved} == {task.ref, opinion.ref} and not paper.stayed
    assert {line.held.ref for line in queries.paper_of(receiver, record).lines} == {task.ref, opinion.ref}
    assert db.session.query(AuditEntry).filter_by(action="task.hand_over").count() == 1


def test_a_task_stays_when_the_receiver_works_at_no_window_or_the_actor_leads_none(db):
    head, task = make_actor(Role.WINDOW_HEAD, unit=HALL), make_task()
    giver = actor_of(task.assignee_id)
    record = hand_over(head, giver, make_actor(Role.HANDLER))
    assert task.assignee_id == giver.user_id and "不在这个窗口" in record.items[0].told
    assert [one.ref for one in queries.held_by(make_actor(Role.DEPUTY), giver.user_id)] == [task.ref]
    assert queries.held_by(make_actor(Role.CLERK), giver.user_id) == []
    assert queries.held_by(make_actor(Role.UNIT_HEAD), giver.user_id) == []


# key villages, coverage


def test_a_village_is_a_key_village_for_its_reasons_and_a_sheet_can_end_it(db):
    make_town()
    village = db.session.query(Unit).filter_by(unit_code=VILLAGE).one()
    assert village.key_kinds == ()
    mark_key_village(make_actor(Role.ORG), village, [KeyKind.TROUBLED, KeyKind.WEAK])
    assert village.is_key_village and village.key_kinds == (KeyKind.WEAK, KeyKind.TROUBLED)
    mark_key_village(make_actor(Role.CLERK), village, [])
    assert not village.is_key_village and village.key_kinds == ()
    assert make_key_village(VILLAGE_2).key_kinds == (KeyKind.OTHER,)
    with pytest.raises(NotFound):
        mark_key_village(make_actor(Role.DEPUTY), village, [KeyKind.WEAK])


def test_coverage_names_what_is_missing_and_drops_what_was_done(db):
    make_key_village()
    head, cadre = make_actor(Role.HEAD), make_actor(Role.CADRE, name="李雪梅")
    seen, unseen = make_household(name="王秀英"), make_household(name="赵铁柱")
    village = queries.key_villages(head)[0]
    assert (village.cadres, village.last_on, village.is_visited) == ("", None, False)
    make_link(cadre)
    make_visit(cadre, seen)
    village = queries.key_villages(head)[0]
    assert (village.cadres, village.last_on, village.is_visited) == ("李雪梅", clock.today(), True)
    found = queries.unseen_households(head)
    assert [row.household.id for row in found.rows] == [unseen.id] and found.count == 1
    assert queries.unseen_households(head, VILLAGE_2).rows == []
    assert queries.unseen_households(make_actor(Role.HANDLER)).rows == []


def test_a_visit_of_the_quarter_before_does_not_count_for_this_one(db):
    cadre, household = make_actor(Role.CADRE), make_household()
    before = rules.quarter_start(clock.today()) - DAY
    make_visit(cadre, household, on=before)
    row = queries.unseen_households(make_actor(Role.CLERK)).rows[0]
    assert (row.household.id, row.last_on) == (household.id, before)


# cards


def test_a_card_says_the_number_for_work_never_the_private_one(db):
    cadre = make_actor(Role.CADRE, name="李雪梅", phone="13912345678")
    backup = make_actor(Role.CADRE, name="赵建国")
    make_link(cadre, backup_id=backup.user_id)
    face = queries.faces(cadre, VILLAGE)[0]
    assert (face.name, face.village, face.backup) == ("李雪梅", "石门村", "赵建国")
    assert face.phone == "0571-55550100"
    card = ContactCard(assignee_id=cadre.user_id, author_id=cadre.user_id, unit_code=cadre.unit_code)
    service.write_card(cadre, card, phone="0571-55550123", promise="当天回电话\n\n每月来一次")
    face = queries.faces(make_actor(Role.CLERK), user_id=cadre.user_id)[0]
    assert (face.phone, face.promises) == ("0571-55550123", ("当天回电话", "每月来一次"))
    with pytest.raises(NotFound):
        service.write_card(make_actor(Role.HANDLER), card, phone="", promise="")
    with pytest.raises(RuleBroken, match="最多写 3 行"):
        service.write_card(cadre, card, phone="", promise="一\n二\n三\n四")


def test_the_day_a_card_was_given_is_kept_and_lies_in_the_arrangement(db):
    link, org = make_link(make_actor(Role.CADRE)), make_actor(Role.ORG)
    assert service.issue_cards(org, [link], issued_on=clock.today()) == 1
    assert link.card_issued_on == clock.today()
    for bad in (clock.today() + DAY, link.since - DAY):
        with pytest.raises(RuleBroken) as broken:
            service.issue_cards(org, [link], issued_on=bad)
        assert broken.value.field == "issued_on"
    with pytest.raises(NotFound):
        service.issue_cards(make_actor(Role.CADRE), [link], issued_on=clock.today())
    with pytest.raises(RuleBroken):
        service.issue_cards(org, [], issued_on=clock.today())
