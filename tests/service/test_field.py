"""没有信号: what phones send comes in once, whole and judged now; what disagrees waits for a person."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import factories_field as field
import pytest
import time_machine
from factories import GROUP, OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor, make_town, make_user, put
from factories_hall import make_item
from factories_sealed import make_key
from factories_visits import PHONE, make_household, make_link, make_visit

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.field import queries, rules, service
from tracker.field.models import Parked
from tracker.field.rules import Outcome, Standing
from tracker.hall.models import Task
from tracker.hall.rules import Channel, Status
from tracker.households.models import Household, Unmasking
from tracker.households.queries import open_conflicts
from tracker.households.rules import Verdict
from tracker.households.service import settle
from tracker.opinions.models import Opinion
from tracker.people.models import Post
from tracker.people.queries import actor_of
from tracker.pictures import queries as pictures
from tracker.problems.models import Problem
from tracker.problems.rules import Turned
from tracker.sealed.models import Sealed
from tracker.store import parts, phones
from tracker.store.action import action
from tracker.store.audit import AuditEntry
from tracker.township.service import put_setting
from tracker.visits import queries as visits
from tracker.visits import service as visit_service
from tracker.visits.models import Visit, VisitOpinion, VisitVersion
from tracker.visits.service import Entry, Place, Sent

HOME = "石门村一组 12 号"


@pytest.fixture
def cadre(db):
    return make_actor(Role.CADRE)


def visit_of(key):
    return visits.sent_as(key)


# --- coming in


def test_a_visit_from_a_phone_is_stored_with_all_it_says(db, cadre):
    colleague = make_user(Role.CADRE)
    answer = field.taken(
        cadre, "a" * 32, place=f"v{GROUP}", kind="meeting", purposes=["needs"], present_count=7,
        companions=[colleague.id], participants="村支书",
        matters=[field.matter(settled="换了灯泡", turn="settled")],
    )
    visit = visit_of("a" * 32)
    assert (answer.outcome, answer.ref) == (Outcome.STORED, visit.ref)
    assert (visit.unit_code, visit.words, visit.present_count) == (GROUP, field.WORDS, 7)
    assert (visit.author_id, visit.assignee_id) == (cadre.user_id, cadre.user_id)
    assert visit.companion_ids == (colleague.id,)
    assert db.session.query(Problem).one().visit_id == visit.id
    assert "visit.add" in {row.action for row in db.session.query(AuditEntry)}


def test_the_same_once_more_changes_nothing_and_says_the_same(db, cadre):
    item = field.item(matters=[field.matter()])
    first, again = (service.take(cadre, rules.envelope_of(item)) for _turn in range(2))
    assert (first.outcome, again.outcome, again.ref) == (Outcome.STORED, Outcome.REPLAY, first.ref)
    assert (db.session.query(Visit).count(), db.session.query(Problem).count()) == (1, 1)


def test_sixteen_at_once_are_one_visit(app, db, cadre):
    item, answers, start = field.item(matters=[field.matter()]), [], threading.Barrier(16)

    def send():
        with app.app_context():
            start.wait()
            answers.append(service.take(cadre, rules.envelope_of(item)))
            db.session.remove()

    threads = [threading.Thread(target=send) for _n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    outcomes = sorted(one.outcome for one in answers)
    assert outcomes == [Outcome.REPLAY] * 15 + [Outcome.STORED]
    assert len({one.ref for one in answers}) == 1
    assert (db.session.query(Visit).count(), db.session.query(Problem).count()) == (1, 1)
    assert db.session.query(Parked).count() == 0


def test_sixteen_different_ones_under_one_key_lose_nothing(app, db, cadre):
    key, answers, start = field.key(), [], threading.Barrier(16)

    def send(number):
        with app.app_context():
            start.wait()
            answers.append(field.taken(cadre, key, words=f"第{number}份"))
            db.session.remove()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(one.outcome for one in answers) == [Outcome.CONFLICT] * 15 + [Outcome.STORED]
    said = {visit_of(key).words, *(queries.record_of(one).words for one in db.session.query(Parked))}
    assert said == {f"第{number}份" for number in range(16)}


def test_the_index_decides_and_not_a_look_before(db, cadre):
    sent = Sent("b" * 32, 1, "0" * 64)
    for turn in range(2):
        try:
            with action(cadre, "visit.add") as act:
                visit_service.put_visit(act, Entry(clock.today(), Place(VILLAGE)), sent=sent)
        except RuleBroken:
            assert turn == 1
    assert db.session.query(Visit).count() == 1


def test_the_same_key_with_another_content_keeps_both(db, cadre):
    visit, parked = field.parked(cadre)
    assert (visit.words, queries.record_of(parked).words) == (field.WORDS, "水清了")
    assert (parked.visit_id, parked.standing, parked.unit_code) == (visit.id, Standing.OPEN, VILLAGE)
    again = field.taken(cadre, visit.client_id, words="水清了", matters=[field.matter("路灯坏了")])
    assert again.outcome is Outcome.CONFLICT
    assert (db.session.query(Parked).count(), db.session.query(VisitVersion).count()) == (1, 0)


def test_a_newer_revision_of_ones_own_is_a_correction(db, cadre):
    key, first = field.key(), field.item(field.key(), matters=[field.matter("路灯坏了")])
    first["client_id"] = key
    service.take(cadre, rules.envelope_of(first))
    newer = field.taken(
        cadre, key, 2, words="又问了一遍", tried=[first["sha256"]],
        matters=[field.matter("路灯坏了"), field.matter("桥栏松了", since=2)],
    )
    visit = visit_of(key)
    assert (newer.outcome, visit.words, visit.client_rev) == (Outcome.NEWER, "又问了一遍", 2)
    assert [one.words for one in db.session.query(VisitVersion)] == [field.WORDS]
    assert sorted(one.content for one in db.session.query(Problem)) == sorted(["桥栏松了", "路灯坏了"])
    assert service.take(cadre, rules.envelope_of(first)).outcome is Outcome.REPLAY, "stored before"


def test_a_newer_revision_over_a_correction_of_the_desk_asks_a_person(db, cadre):
    key, first = field.key(), field.item()
    first["client_id"] = key
    service.take(cadre, rules.envelope_of(first))
    entry = Entry(clock.today(), Place(VILLAGE), words="在村部改的")
    visit_service.correct(cadre, visit_of(key), entry, reason="")
    newer = field.taken(cadre, key, 2, words="手机上改的", tried=[first["sha256"]], base_rev=1)
    assert (newer.outcome, visit_of(key).words) == (Outcome.CONFLICT, "在村部改的")
    assert service.take(cadre, rules.envelope_of(first)).outcome is Outcome.REPLAY


def test_somebody_elses_key_shows_nothing_of_theirs(db, cadre):
    other = make_actor(Role.CADRE)
    field.taken(cadre, "c" * 32)
    answer = field.taken(other, "c" * 32, words="我的走访")
    parked = db.session.query(Parked).one()
    assert (answer.outcome, answer.ref, parked.visit_id) == (Outcome.CONFLICT, "", None)
    assert service.visit_beside(other, parked) is None


def test_what_changed_on_the_way_is_refused_with_a_sentence(db, cadre):
    answer = field.taken(cadre, sha256="0" * 64)
    assert answer.outcome is Outcome.REFUSED and "变了样" in answer.message
    assert db.session.query(Visit).count() == 0


WRONG = [
    ({"visited_on": "2999-01-01"}, "visited_on"), ({"visited_on": 5}, "visited_on"),
    ({"place": "x"}, "place"), ({"place": f"v{OTHER_TOWN}201"}, "place"),
    ({"words": "长" * 5000}, "words"), ({"words": 5}, "words"), ({"kind": "flight"}, "kind"),
    ({"companions": ["1"]}, "companion_ids"), ({"companions": [99_999]}, "companion_ids"),
    ({"present_count": True}, "present_count"), ({"present_count": 10**6}, "present_count"),
    ({"matters": "x"}, "matters"), ({"matters": [{"content": " "}]}, "matters-0-content"),
    ({"matters": [{"content": "灯", "turn": "away"}]}, "matters-0-turn"),
    ({"photos": [{"sha256": "x", "size": 1}]}, "photos"), ({"household": [1]}, "household"),
    ({"photos": [{"sha256": f"{n:064d}", "size": 5} for n in range(4)]}, "photos"),
]


@pytest.mark.parametrize(("facts", "where"), WRONG)
def test_wrong_answers_are_refused_at_their_field(db, cadre, facts, where):
    answer = field.taken(cadre, **facts)
    assert (answer.outcome, answer.field) == (Outcome.REFUSED, where)
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.message)
    assert db.session.query(Visit).count() == 0


def test_an_invisible_character_never_refuses_a_record(db, cadre):
    answer = field.taken(cadre, "d" * 32, words="水\x00浑\x07了\u2028\r\n是真的\u3000")
    assert (answer.outcome, visit_of("d" * 32).words) == (Outcome.STORED, "水浑了\u2028\n是真的")


def test_permission_is_judged_now_and_not_when_it_was_written(db):
    user = make_user(Role.CADRE)
    put(Post, {"user_id": user.id, "role": Role.ORG, "unit_code": TOWN})
    before = actor_of(user.id)
    assert before.role is Role.CADRE
    now = actor_of(user.id, next(one.id for one in user.posts if one.role is Role.ORG))
    answer = field.taken(now, "e" * 32)
    assert answer.outcome is Outcome.FORBIDDEN and "岗位" in answer.message
    assert visit_of("e" * 32) is None


def test_who_may_record_no_more_still_hears_that_the_visit_is_there(db):
    user, item = make_user(Role.CADRE), field.item()
    put(Post, {"user_id": user.id, "role": Role.ORG, "unit_code": TOWN})
    assert service.take(actor_of(user.id), rules.envelope_of(item)).outcome is Outcome.STORED
    other_post = actor_of(user.id, next(one.id for one in user.posts if one.role is Role.ORG))
    assert service.take(other_post, rules.envelope_of(item)).outcome is Outcome.REPLAY


def test_a_household_of_somebody_else_is_refused_like_none_at_all(db, cadre):
    make_town()
    agent = make_actor(Role.AGENT)
    far = make_household(VILLAGE_2)
    answers = [field.taken(agent, place=f"h{number}") for number in (far.id, 99_999)]
    assert {one.outcome for one in answers} == {Outcome.FORBIDDEN} and answers[0] == answers[1]


def test_an_item_of_another_account_waits(db, cadre):
    other = make_actor(Role.CADRE)
    answer = field.taken(cadre, user=service.account_key(other))
    assert (answer.outcome, db.session.query(Parked).count()) == (Outcome.OTHER_ACCOUNT, 0)
    assert field.taken(cadre, user=service.account_key(cadre)).outcome is Outcome.STORED


def test_both_clocks_are_kept_and_a_wrong_one_is_put_right(db, cadre):
    now = clock.now()
    for key, behind in (("1" * 32, 0), ("2" * 32, 3600), ("3" * 32, -700), ("4" * 32, 590)):
        off = timedelta(seconds=behind)
        field.taken(
            cadre, key, device_time=(now - off - timedelta(minutes=30)).isoformat(),
            device_now=(now - off).isoformat(),
        )
    facts = {key: visits.phone_facts(cadre, visit_of(key * 32)) for key in "1234"}
    assert [facts[key].is_corrected for key in "1234"] == [False, True, True, False]
    for key in "23":
        assert abs((facts[key].written_at - (now - timedelta(minutes=30))).total_seconds()) < 5
    assert visit_of("2" * 32).device_at < now - timedelta(minutes=80), "the phone's own time is kept"


NO_MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "neun", 5, "2026-11-23T10:00")


@pytest.mark.parametrize("told", NO_MOMENTS)
def test_a_clock_that_tells_nonsense_hinders_nothing(db, cadre, told):
    assert field.taken(cadre, "5" * 32, device_time=told, device_now=told).outcome is Outcome.STORED
    assert (visit_of("5" * 32).device_at, visit_of("5" * 32).skew_seconds) == (None, None)


# --- what belongs together


def test_what_follows_another_visit_waits_and_is_joined_when_it_comes(db, cadre):
    answer = field.taken(cadre, "6" * 32, depends_on=["7" * 32])
    assert (answer.outcome, list(answer.waiting_for)) == (Outcome.STORED, ["7" * 32])
    assert visits.phone_facts(cadre, visit_of("6" * 32)).waits == 1
    field.taken(make_actor(Role.CADRE), "7" * 32)
    assert visits.phone_facts(cadre, visit_of("6" * 32)).waits == 1, "somebody else's visit is no parent"


def test_the_parent_that_comes_later_is_found(db, cadre):
    field.taken(cadre, "6" * 32, depends_on=["7" * 32])
    field.taken(cadre, "7" * 32)
    facts = visits.phone_facts(cadre, visit_of("6" * 32))
    assert (facts.waits, facts.follows) == (0, (visit_of("7" * 32).ref,))


def test_after_five_days_a_person_is_asked_and_may_end_it(db, cadre):
    with time_machine.travel(clock.now() - timedelta(days=5), tick=False):
        field.taken(cadre, "6" * 32, depends_on=["7" * 32])
        field.taken(cadre, "8" * 32)
    field.taken(cadre, "9" * 32, depends_on=["7" * 32])
    waiting = visits.long_waiting(cadre, "visit.correct", rules.asked_before(clock.today()))
    assert [visit.client_id for visit, _since in waiting] == ["6" * 32]
    visit = waiting[0][0]
    with pytest.raises(RuleBroken):
        service.end_waiting(cadre, visit, reason=" ")
    service.end_waiting(cadre, visit, reason="那部手机丢了")
    assert visits.long_waiting(cadre, "visit.correct", clock.today() - timedelta(days=1)) == []
    assert visits.long_waiting(make_actor(Role.CADRE), "visit.correct", clock.today()) == []


def test_facts_of_the_household_come_along_or_are_told_as_conflicts(db, cadre):
    household = make_household(phone=PHONE)
    make_link(cadre, household)
    facts = {"id": household.id, "base_version": 0, "changed": {"people_count": 4}, "added": {}}
    assert field.taken(cadre, place=f"h{household.id}", household=facts).conflicts in ((), [])
    facts = {**facts, "changed": {"people_count": 5}}
    answer = field.taken(cadre, "a" * 32, place=f"h{household.id}", household=facts)
    again = field.taken(cadre, "a" * 32, place=f"h{household.id}", household=facts)
    assert (again.outcome, again.conflicts) == (Outcome.REPLAY, answer.conflicts), "as the first time"
    assert answer.outcome is Outcome.STORED, "the visit itself is never held up"
    told = [(one["field"], one["kept"], one["sent"]) for one in answer.conflicts]
    assert told == [("people_count", "4", "5")]
    assert db.session.get(Household, household.id, populate_existing=True).people_count == 4


# --- what waits for a person


def test_a_parked_record_becomes_a_visit_of_its_own(db, cadre):
    visit, parked = field.parked(cadre)
    new = service.store(cadre, parked)
    assert (new.words, visit_of(visit.client_id).words) == ("水清了", field.WORDS)
    assert (parked.standing, parked.became_id, parked.decided_by) == (Standing.STORED, new.id, cadre.user_id)
    again = field.taken(cadre, visit.client_id, words="水清了", matters=[field.matter("路灯坏了")])
    assert (again.outcome, again.ref) == (Outcome.REPLAY, new.ref), "the phone may let it go"
    with pytest.raises(RuleBroken):
        service.store(cadre, parked)


def test_a_clerk_may_make_it_a_visit_of_the_cadre(db, cadre):
    _visit, parked = field.parked(cadre)
    clerk = make_actor(Role.CLERK)
    new = service.store(clerk, parked)
    assert (new.author_id, new.assignee_id) == (clerk.user_id, cadre.user_id)


def test_a_parked_record_becomes_a_correction_with_the_matters_that_were_chosen(db, cadre):
    visit, parked = field.parked(cadre)
    service.correct(cadre, parked, [0])
    visit = visit_of(visit.client_id)
    assert (visit.words, [one.words for one in visits.versions_of(visit)]) == ("水清了", [field.WORDS])
    assert db.session.query(Problem).one().visit_id == visit.id
    assert parked.standing is Standing.CORRECTED


def test_nothing_is_dropped_without_a_reason_and_the_words_stay(db, cadre):
    visit, parked = field.parked(cadre)
    with pytest.raises(RuleBroken):
        service.drop(cadre, parked, reason=" ")
    service.drop(cadre, parked, reason="是试着写的")
    assert (parked.standing, queries.record_of(parked).words) == (Standing.DROPPED, "水清了")
    again = field.taken(cadre, visit.client_id, words="水清了", matters=[field.matter("路灯坏了")])
    assert again.outcome is Outcome.CONFLICT and "是试着写的" in again.message


def test_who_may_see_and_decide_a_parked_record(db, cadre):
    _visit, parked = field.parked(cadre)
    seen = {
        role: [one.id for one in queries.open_items(make_actor(role))]
        for role in (Role.CADRE, Role.CLERK, Role.HEAD, Role.AGENT)
    }
    assert seen == {Role.CADRE: [], Role.CLERK: [parked.id], Role.HEAD: [], Role.AGENT: []}
    assert [one.id for one in queries.open_items(cadre)] == [parked.id]
    for stranger in (make_actor(Role.CADRE), make_actor(Role.HEAD)):
        with pytest.raises(NotFound):
            service.drop(stranger, parked, reason="不关我事")
    with pytest.raises(NotFound):
        service.correct(make_actor(Role.CLERK), parked, [])


# --- photographs in parts


def send(actor, key, data, *, part=rules.LARGEST_PART, start=0):
    for begin in range(start, len(data), part):
        found = service.put_part(
            actor, key, field.hashlib.sha256(data).hexdigest(), begin, len(data), data[begin : begin + part]
        )
    return found


def test_a_photograph_comes_in_parts_and_is_kept_with_its_visit(db, cadre):
    data, said = field.photo()
    field.taken(cadre, "a" * 32, photos=[said])
    visit = visit_of("a" * 32)
    assert visits.photos_missing(visit.id) == [said["sha256"]]
    half = service.put_part(cadre, "a" * 32, said["sha256"], 0, len(data), data[:500])
    assert (half.offset, half.is_done) == (500, False)
    assert service.progress(cadre, "a" * 32, said["sha256"]).offset == 500
    lost = service.put_part(cadre, "a" * 32, said["sha256"], 900, len(data), data[900:1000])
    assert (lost.offset, lost.fits) == (500, False)
    assert send(cadre, "a" * 32, data, part=500, start=500).is_done
    assert [one.number for one in pictures.of("visit", visit.id)] == [1]
    assert pictures.originals_of([one.name for one in pictures.of("visit", visit.id)]) == []
    assert visits.photos_missing(visit.id) == [] and db.session.query(parts.PhotoPart).count() == 0
    assert send(cadre, "a" * 32, data).is_done, "once more is no harm"
    assert (len(pictures.of("visit", visit.id)), visits.phone_facts(cadre, visit).photos) == (1, (1, 1, 0))


def test_parts_lie_encrypted(db, cadre):
    data, said = field.photo()
    field.taken(cadre, "a" * 32, photos=[said])
    service.put_part(cadre, "a" * 32, said["sha256"], 0, len(data), data[:500])
    raw = db.session.connection().exec_driver_sql("SELECT data FROM photo_part").scalar()
    assert data[100:200] not in bytes(raw)


def test_a_photograph_with_another_hash_starts_anew(db, cadre):
    data, said = field.photo()
    field.taken(cadre, "a" * 32, photos=[said])
    wrong = bytes(len(data))
    with pytest.raises(RuleBroken):
        service.put_part(cadre, "a" * 32, said["sha256"], 0, len(data), wrong)
    assert service.progress(cadre, "a" * 32, said["sha256"]).offset == 0
    assert send(cadre, "a" * 32, data).is_done


def test_what_is_no_picture_is_said_and_not_waited_for(db, cadre):
    data = b"this is no picture" * 9
    said = {"sha256": field.hashlib.sha256(data).hexdigest(), "size": len(data)}
    field.taken(cadre, "a" * 32, photos=[said])
    with pytest.raises(RuleBroken):
        send(cadre, "a" * 32, data)
    visit = visit_of("a" * 32)
    assert visits.photos_missing(visit.id) == [] and visits.phone_facts(cadre, visit).photos == (0, 1, 1)


def test_nobody_else_sends_or_asks_for_a_photograph_and_nothing_that_was_not_announced(db, cadre):
    data, said = field.photo()
    field.taken(cadre, "a" * 32, photos=[said])
    for actor, sha256 in ((make_actor(Role.CADRE), said["sha256"]), (cadre, "0" * 64)):
        with pytest.raises(NotFound):
            service.progress(actor, "a" * 32, sha256)
        with pytest.raises(NotFound):
            service.put_part(actor, "a" * 32, sha256, 0, len(data), data[:500])
    with pytest.raises(RuleBroken):
        service.put_part(cadre, "a" * 32, said["sha256"], 0, len(data) + 1, data[:500])


def test_photographs_of_a_parked_record_go_where_it_goes(db, cadre):
    data, said = field.photo()
    key = field.key()
    field.taken(cadre, key)
    field.taken(cadre, key, words="另一份", photos=[said])
    assert send(cadre, key, data).is_done
    parked = db.session.query(Parked).one()
    visit = service.store(cadre, parked)
    service.bring(cadre, parked, visit)
    assert len(pictures.of("visit", visit.id)) == 1 and db.session.query(parts.PhotoPart).count() == 0


def test_parts_nobody_went_on_with_go_after_thirty_days_but_those_of_open_records_stay(db, cadre):
    data, said = field.photo()
    key = field.key()
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        field.taken(cadre, "a" * 32, photos=[said])
        service.put_part(cadre, "a" * 32, said["sha256"], 0, len(data), data[:500])
        field.taken(cadre, key)
        field.taken(cadre, key, words="另一份", photos=[said])
        service.put_part(cadre, key, said["sha256"], 0, len(data), data[:500])
    assert service.tidy() == 1
    assert [one.client_id for one in db.session.query(parts.PhotoPart)] == [key]


# --- going along, being heard


def test_the_pack_holds_what_this_person_may_see_and_each_number_is_in_the_log_once(db, cadre):
    mine, other = make_household(phone=PHONE, address=HOME), make_household(name="单雄信", phone=PHONE)
    make_link(cadre, mine)
    make_visit(cadre, mine, problems=(visit_service.Matter("井里的水发浑"),))
    without = service.pack(cadre, with_phones=False)
    assert [one["phone"] for one in without["households"]] == [""]
    assert db.session.query(Unmasking).count() == 0
    for _turn in range(2):
        taken = service.pack(cadre, with_phones=True)
    told = [(one["id"], one["phone"], one["address"]) for one in taken["households"]]
    assert told == [(mine.id, PHONE, HOME)] and without["households"][0]["address"] == ""
    assert other.id not in [one["id"] for one in taken["households"]]
    assert "欧阳修文" not in str(taken) and taken["households"][0]["open"][0]["title"].startswith("井里")
    assert VILLAGE in [one["code"] for one in taken["villages"]]
    assert GROUP in [group["code"] for one in taken["villages"] for group in one["groups"]]
    assert db.session.query(Unmasking).one().household_id == mine.id


def test_the_pack_names_who_may_go_along_and_services_to_who_may_hand_one_in(db, cadre):
    other, auditor, item = make_user(Role.CADRE), make_user(Role.AUDITOR), make_item()
    make_item(is_public=False)
    taken = service.pack(cadre, with_phones=False)
    ids = {one["id"] for one in taken["colleagues"]}
    assert other.id in ids and not ids & {cadre.user_id, auditor.id}
    assert taken["items"] == [{"code": item.code, "name": item.name}]
    assert service.pack(make_actor(Role.HANDLER), with_phones=False)["items"] == []


def test_a_service_chosen_on_the_phone_lies_in_the_hall_with_the_visit(db, cadre):
    home, item = make_household(phone=PHONE), make_item()
    make_link(cadre, home)
    wanted = field.matter("想办老年证", turn="task", item=item.code)
    field.taken(cadre, "a" * 32, place=f"h{home.id}", matters=[wanted])
    task, problem = db.session.query(Task).one(), db.session.query(Problem).one()
    assert (task.channel, task.status, task.applicant, task.phone, task.item_id) == (
        Channel.AGENT, Status.RECEIVED, home.head_name, PHONE, item.id
    )
    assert (problem.turned_to, problem.turned_id, problem.visit_id) == (
        Turned.TASK, task.id, visit_of("a" * 32).id
    )
    field.taken(cadre, "a" * 32, place=f"h{home.id}", matters=[wanted])
    assert db.session.query(Task).count() == 1


@pytest.mark.parametrize("case", ["village", "unchosen", "withdrawn", "role"])
def test_what_can_be_no_task_today_waits_as_a_problem_and_holds_up_nothing(db, cadre, case):
    home, item = make_household(phone=PHONE), make_item(is_public=case != "withdrawn")
    actor = make_actor(Role.HANDLER) if case == "role" else cadre
    make_link(actor, home)
    place = f"v{VILLAGE}" if case == "village" else f"h{home.id}"
    wanted = field.matter("想办老年证", turn="task", item="" if case == "unchosen" else item.code)
    assert field.taken(actor, place=place, matters=[wanted]).outcome is Outcome.STORED
    assert db.session.query(Task).count() == 0
    assert db.session.query(Problem).one().content == "想办老年证"


def test_a_phone_is_heard_of_by_the_day(db, cadre):
    phones.heard(cadre.user_id, date(2026, 11, 12), 3)
    phones.heard(cadre.user_id, date(2026, 11, 14), 1)
    silent = make_actor(Role.CADRE)
    assert phones.last_heard([cadre.user_id, silent.user_id]) == {cadre.user_id: (date(2026, 11, 14), 1)}


# --- a saved file


def test_a_saved_file_comes_in_whole_and_twice_is_once(db, cadre):
    data, said = field.photo()
    items = [field.item(photos=[said]), field.item(visited_on="2999-01-01"), field.item(words="第三条")]
    whose = service.account_key(cadre)
    saved = service.read(field.saved(*items, {"client_id": 5}, user=whose, photos=(data,)))
    first, again = (service.load(cadre, saved, None) for _turn in range(2))
    assert [one.answer.outcome for one in first] == [
        Outcome.STORED, Outcome.REFUSED, Outcome.STORED, Outcome.REFUSED,
    ]
    assert (first[0].photos, again[0].answer.outcome) == (1, Outcome.REPLAY)
    assert db.session.query(Visit).count() == 2
    assert len(pictures.of("visit", visit_of(items[0]["client_id"]).id)) == 1


def test_a_clerk_loads_for_the_cadre_and_the_phone_hears_that_it_is_there(db, cadre):
    clerk, item = make_actor(Role.CLERK), field.item()
    saved = service.read(field.saved(item, user=service.account_key(cadre)))
    assert service.owner_of(clerk, saved) == cadre.user_id
    assert service.load(clerk, saved, cadre.user_id)[0].answer.outcome is Outcome.STORED
    visit = visit_of(item["client_id"])
    assert (visit.author_id, visit.assignee_id) == (clerk.user_id, cadre.user_id)
    assert service.take(cadre, rules.envelope_of(item)).outcome is Outcome.REPLAY


def test_nobody_loads_the_file_of_somebody_else_as_the_own_one(db, cadre):
    saved = service.read(field.saved(field.item(), user=service.account_key(make_actor(Role.CADRE))))
    for visitor in (None, make_user(Role.CADRE).id):
        with pytest.raises((RuleBroken, Forbidden)):
            service.load(cadre, saved, visitor)
    assert db.session.query(Visit).count() == 0


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b'{"format":"x","items":[]}', b"[" * 99_999])
def test_what_is_no_saved_file_is_said(db, data):
    with pytest.raises(RuleBroken, match="文件"):
        service.read(data)


# --- what may be an accusation


def test_what_may_be_an_accusation_goes_the_same_way_as_one_typed_at_the_desk(db, cadre):
    """Sealed, without a link; the phone cannot tell it from an ordinary matter."""
    make_key(make_actor(Role.DISCIPLINE))
    ordinary = field.taken(cadre, "a" * 32, matters=[field.matter("路灯坏了", turn="opinion")])
    accusation = field.matter("村支书收了我两千块钱才给盖章", turn="opinion")
    sealed = field.taken(cadre, "b" * 32, matters=[accusation])
    assert replace(sealed, ref="") == replace(ordinary, ref="")
    assert (db.session.query(Opinion).count(), db.session.query(Sealed).count()) == (1, 1)
    assert db.session.query(VisitOpinion).one().visit_id == visit_of("a" * 32).id
    field.taken(cadre, "b" * 32, matters=[accusation, accusation])
    parked = db.session.query(Parked).one()
    service.store(cadre, parked)
    assert db.session.query(Sealed).count() == 3
    assert "村支书" not in str(queries.record_of(parked)), "its words lie in the box alone"


OPINION = "路灯坏了三个月没人修"
ACCUSATION = "村支书收了我两千块钱才给盖章"



def parked_with(db, cadre, content):
    """A parked record that has something for an opinion in it, and what its phone was told."""
    key = field.key()
    field.taken(cadre, key)
    answer = field.taken(cadre, key, words="另一份", matters=[field.matter(content, turn="opinion")])
    return db.session.query(Parked).filter_by(client_id=key).one_or_none(), answer


@pytest.mark.parametrize("content", [OPINION, ACCUSATION])
def test_a_parked_record_with_an_opinion_is_decided_by_its_writer_alone(db, cadre, content):
    """Whatever it says the office is told the same, and cannot make it vanish either."""
    make_key(make_actor(Role.DISCIPLINE))
    clerk, (parked, _answer) = make_actor(Role.CLERK), parked_with(db, cadre, content)
    for decide in (
        lambda: service.store(clerk, parked), lambda: service.correct(clerk, parked, [0]),
        lambda: service.drop(clerk, parked, reason="不要"),
    ):
        with pytest.raises(RuleBroken, match="请记的人自己定"):
            decide()
    assert parked.standing is Standing.OPEN and content in queries.record_of(parked).matters[0].content
    assert service.store(cadre, parked).author_id == cadre.user_id


def test_who_loaded_the_file_of_somebody_else_decides_no_opinion_of_theirs(db, cadre):
    clerk, key = make_actor(Role.CLERK), field.key()
    field.taken(cadre, key)
    item = field.item(key, words="另一份", matters=[field.matter(OPINION, turn="opinion")])
    loaded = service.load(clerk, service.read(field.saved(item)), cadre.user_id)
    parked = db.session.query(Parked).one()
    assert loaded[0].answer.outcome is Outcome.CONFLICT and parked.author_id == clerk.user_id
    with pytest.raises(RuleBroken, match="请记的人自己定"):
        service.store(clerk, parked)


def test_what_may_be_kept_nowhere_is_not_parked_either(db, cadre):
    make_actor(Role.HEAD, name="郑明远")
    parked, answer = parked_with(db, cadre, "郑明远收了包工头的钱")
    assert (parked, answer.outcome, answer.field) == (None, Outcome.REFUSED, "matters-0-content")
    assert "12388" in answer.message


@pytest.mark.parametrize("decide", [
    lambda cadre, parked: service.drop(cadre, parked, reason="记重了"),
    lambda cadre, parked: service.correct(cadre, parked, []),
], ids=["dropped", "corrected without it"])
def test_once_decided_no_words_of_an_opinion_stay_with_the_parked_record(db, cadre, decide):
    parked, _answer = parked_with(db, cadre, ACCUSATION)
    decide(cadre, parked)
    kept = queries.record_of(parked)
    assert "村支书" not in str(kept) and (kept.words, len(kept.matters)) == ("另一份", 1)
    assert db.session.query(Sealed).count() == 0


# --- a photograph nobody takes any more blocks nothing


def test_a_dropped_record_asks_for_no_photographs(db, cadre):
    _data, said = field.photo()
    key = field.key()
    field.taken(cadre, key)
    first = field.taken(cadre, key, words="另一份", photos=[said])
    assert list(first.photos_missing) == [said["sha256"]]
    service.drop(cadre, db.session.query(Parked).one(), reason="记重了")
    again = field.taken(cadre, key, words="另一份", photos=[said])
    assert (again.outcome, list(again.photos_missing)) == (Outcome.CONFLICT, [])


def test_who_may_bring_no_photographs_any_more_is_asked_for_none(db):
    user, item = make_user(Role.CADRE), field.item(photos=[field.photo()[1]])
    put(Post, {"user_id": user.id, "role": Role.ORG, "unit_code": TOWN})
    assert len(service.take(actor_of(user.id), rules.envelope_of(item)).photos_missing) == 1
    other_post = actor_of(user.id, next(one.id for one in user.posts if one.role is Role.ORG))
    again = service.take(other_post, rules.envelope_of(item))
    assert (again.outcome, list(again.photos_missing)) == (Outcome.REPLAY, [])


# --- facts from somebody who may see a household and not change it


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.HEAD])
def test_facts_of_who_may_not_change_the_household_wait_for_who_may(db, role):
    household, leader = make_household(phone=PHONE), make_actor(role)
    facts = {
        "id": household.id, "base_version": 0, "changed": {"people_count": 4, "phone": "13911112222"},
        "added": {"care_codes": ["alone"]},
    }
    answer = field.taken(leader, "a" * 32, place=f"h{household.id}", household=facts)
    assert answer.outcome is Outcome.STORED
    assert {one["field"] for one in answer.conflicts} == {"people_count", "phone", "care_codes"}
    assert PHONE not in str(answer.conflicts), "what stands here is looked at with a reason only"
    again = field.taken(leader, "a" * 32, place=f"h{household.id}", household=facts)
    assert sorted(map(str, again.conflicts)) == sorted(map(str, answer.conflicts))
    stands = db.session.get(Household, household.id, populate_existing=True)
    assert (stands.phone, stands.people_count, stands.facts_version) == (PHONE, None, 0)
    assert db.session.query(AuditEntry).filter_by(action="household.suggest").count() == 3
    clerk = make_actor(Role.CLERK)
    for one in open_conflicts(clerk, household.id):
        settle(clerk, one, Verdict.SENT)
    stands = db.session.get(Household, household.id, populate_existing=True)
    assert (stands.phone, stands.people_count, stands.care_codes) == ("13911112222", 4, "alone")


# --- who may register no opinion


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.DEPUTY, Role.HEAD])
def test_who_may_register_no_opinion_brings_it_back_as_a_problem(db, role):
    make_key(make_actor(Role.DISCIPLINE))
    actor = make_actor(role)
    ordinary = field.taken(actor, "a" * 32, matters=[field.matter(OPINION, turn="opinion")])
    quiet = field.taken(actor, "b" * 32, matters=[field.matter("井水浑", turn="opinion", quiet=True)])
    accusation = field.taken(actor, "c" * 32, matters=[field.matter(ACCUSATION, turn="opinion")])
    assert {one.outcome for one in (ordinary, quiet, accusation)} == {Outcome.STORED}
    links = {one.content: one.visit_id for one in db.session.query(Problem)}
    assert links == {OPINION: visit_of("a" * 32).id, "井水浑": None}
    assert (db.session.query(Opinion).count(), db.session.query(Sealed).count()) == (0, 1)


def test_who_may_register_no_opinion_is_told_all_the_same_what_is_not_kept_here(db):
    head = make_actor(Role.HEAD, name="郑明远")
    for actor in (head, make_actor(Role.DEPUTY)):
        answer = field.taken(actor, matters=[field.matter("郑明远收了包工头的钱", turn="opinion")])
        assert answer.outcome is Outcome.REFUSED and "12388" in answer.message
    assert db.session.query(Visit).count() == db.session.query(Problem).count() == 0


# --- the office loads a file, and learns nothing of what is in it


def test_who_loads_for_somebody_else_hears_of_no_matter_why(db, cadre):
    make_actor(Role.HEAD, name="郑明远")
    items = [
        field.item(matters=[field.matter("郑明远收了包工头的钱", turn="opinion")]),
        field.item(matters=[field.matter(OPINION, turn="opinion", settled="修好了")]),
        field.item(matters=[field.matter(" ")]),
    ]
    saved = service.read(field.saved(*items))
    others = [one.answer for one in service.load(make_actor(Role.CLERK), saved, cadre.user_id)]
    assert len({(one.outcome, one.message, one.field) for one in others}) == 1
    assert others[0].outcome is Outcome.REFUSED and "记的人" in others[0].message
    assert "12388" in service.load(cadre, saved, None)[0].answer.message, "the writer is told"


# --- who is asked, and how long what was sent is kept


def test_only_what_a_person_can_decide_is_counted_as_waiting_for_that_person(db, cadre):
    clerk = make_actor(Role.CLERK)
    field.parked(cadre)
    parked_with(db, cadre, OPINION)
    assert (queries.to_decide(cadre), queries.to_decide(clerk)) == (2, 1)
    assert len(queries.open_items(clerk)) == 2, "the clerk sees that the other one is there"
    assert queries.to_decide(make_actor(Role.CADRE)) == 0


def test_a_decided_record_forgets_what_the_phone_sent_and_keeps_how_it_was_decided(db, cadre):
    _visit, dropped = field.parked(cadre)
    _visit, waiting = field.parked(cadre)
    service.drop(cadre, dropped, reason="写错了人家")
    with time_machine.travel(clock.now() + timedelta(days=service.kept_days() - 1)):
        assert service.clear_decided(SYSTEM) == 0
    with time_machine.travel(clock.now() + timedelta(days=service.kept_days(), minutes=1)):
        assert service.clear_decided(SYSTEM) == 1 and service.clear_decided(SYSTEM) == 0
    gone, left = (db.session.get(Parked, one.id, populate_existing=True) for one in (dropped, waiting))
    assert (gone.item, gone.reason, gone.decided_by) == ("", "写错了人家", cadre.user_id)
    assert left.item, "what nobody has decided has no term"
    answer = field.taken(cadre, gone.client_id, words="水清了", matters=[field.matter("路灯坏了")])
    assert answer.outcome is Outcome.CONFLICT and "写错了人家" in answer.message


def test_the_town_sets_how_long_a_decided_record_is_kept_but_never_under_a_month(db, cadre):
    for said, days in (("", 90), ("400", 400), ("3", 30)):
        with action(SYSTEM, "nightly.run"):
            put_setting("parked_keep_days", said)
        assert service.kept_days() == days
