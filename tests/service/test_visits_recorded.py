"""What a visit brings home (走访): matters and where they go, colleagues, versions, photos, the diary."""

from datetime import timedelta

import pytest
from factories import GROUP, VILLAGE, make_actor
from factories_opinions import name_subjects
from factories_visits import PHONE, make_household, make_visit
from photos import CANARY, telling_photo

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.rules import Channel, Contact
from tracker.pictures.models import Original, Picture
from tracker.problems.models import Problem
from tracker.problems.rules import Status, Urgency
from tracker.problems.service import Raised
from tracker.sealed.models import Sealed
from tracker.store.audit import AuditEntry
from tracker.visits import queries, service
from tracker.visits.models import Visit, VisitCompanion, VisitOpinion, VisitVersion
from tracker.visits.queries import VisitFilter
from tracker.visits.rules import Kind, Purpose, Turn
from tracker.visits.service import Entry, Matter, Place

DAY = timedelta(days=1)


def entry(**facts):
    return Entry(**{"visited_on": clock.today(), "place": Place(VILLAGE), **facts})


def of_home(household):
    return Place(household.unit_code, household.id)


# what was heard


def test_each_matter_goes_its_own_way(db):
    cadre, household = make_actor(Role.CADRE), make_household(group="一组", phone=PHONE)
    visit = service.add(cadre, entry(place=of_home(household)), (
        Matter("井水发浑", Urgency.FAST), Matter("灯不亮", settled="换了灯泡", turn=Turn.SETTLED),
        Matter("邻居占了路。说过几回", turn=Turn.OPINION), Matter("想办老年证", turn=Turn.TASK),
    ))
    raised = db.session.query(Problem).order_by(Problem.id).all()
    assert [(one.content, one.status) for one in raised] == [
        ("井水发浑", Status.REGISTERED), ("灯不亮", Status.SETTLED), ("想办老年证", Status.REGISTERED),
    ]
    opinion = db.session.query(Opinion).one()
    assert (opinion.channel, opinion.title, opinion.author_id) == (Channel.FIELD, "邻居占了路", cadre.user_id)
    assert (opinion.name, opinion.phone, opinion.contact) == ("欧阳修文", PHONE, Contact.OPEN)
    assert opinion.village_code == VILLAGE and opinion.clocks, "its clocks run as of any other"
    assert [one.ref for one in queries.handed_on(cadre, [visit.id])[visit.id]] == [opinion.ref]
    assert queries.visit_of_opinion(cadre, opinion.id) == visit
    made = [one.action for one in db.session.query(AuditEntry).order_by(AuditEntry.seq)][-5:]
    assert made == ["visit.add", "problem.add", "problem.add", "opinion.register", "problem.add"]


def test_an_opinion_of_a_village_names_nobody_and_its_clock_counts_from_the_visit(db):
    cadre = make_actor(Role.CADRE)
    service.add(cadre, entry(visited_on=clock.today() - 3 * DAY), (Matter("路坏了", turn=Turn.OPINION),))
    opinion = db.session.query(Opinion).one()
    assert (opinion.contact, opinion.name) == (Contact.ANONYMOUS, "")
    assert opinion.submitted_on == clock.today() - 3 * DAY
    service.add(cadre, entry(visited_on=clock.today() - 60 * DAY), (Matter("桥坏了", turn=Turn.OPINION),))
    late = db.session.query(Opinion).order_by(Opinion.id.desc()).first()
    assert late.submitted_on == clock.today(), "written down very late, it counts from today"


def test_whoever_wants_to_stay_unknown_is_not_found_through_the_visit(db):
    cadre, household = make_actor(Role.CADRE), make_household(phone=PHONE)
    visit = service.add(cadre, entry(place=of_home(household)), (
        Matter("村里分地不公", turn=Turn.OPINION, is_quiet=True),
    ))
    assert db.session.query(Opinion).one().contact is Contact.CONFIDENTIAL
    assert db.session.query(VisitOpinion).count() == 0
    assert queries.handed_on(make_actor(Role.CLERK), [visit.id]) == {}


def test_an_accusation_is_sealed_and_leaves_the_visit_as_if_nothing_had_been_said(db):
    accused = make_actor(Role.CLERK, name="张三丰")
    cadre = make_actor(Role.CADRE)
    visit = service.add(cadre, entry(), (Matter("张三丰收了我两千块钱", turn=Turn.OPINION),))
    assert db.session.query(Sealed).count() == 1 and db.session.query(Opinion).count() == 0
    assert db.session.query(VisitOpinion).count() == db.session.query(Problem).count() == 0
    plain = service.add(cadre, entry())
    row, other = queries.rows_of(accused, [visit, plain])
    assert (row.raised, row.handed_on) == (other.raised, other.handed_on) == (0, 0)


def test_what_a_barred_person_may_not_see_is_not_counted_for_them(db):
    cadre, clerk = make_actor(Role.CADRE), make_actor(Role.CLERK)
    visit = service.add(cadre, entry(), (Matter("路坏了", turn=Turn.OPINION),))
    assert queries.rows_of(clerk, [visit])[0].handed_on == 1
    name_subjects(db.session.query(Opinion).one(), OpinionSubject(user_id=clerk.user_id))
    assert queries.rows_of(clerk, [visit])[0].handed_on == 0
    assert queries.handed_on(clerk, [visit.id]) == {}


def test_a_refused_matter_names_its_box_and_nothing_of_the_visit_stays(db):
    cadre = make_actor(Role.CADRE)
    with pytest.raises(RuleBroken) as broken:
        service.add(cadre, entry(), (
            Matter("井水发浑"), Matter("路坏了", settled="补好了", turn=Turn.OPINION),
        ))
    assert broken.value.field == "matters-1-settled"
    assert db.session.query(Visit).count() == db.session.query(Problem).count() == 0


def test_an_accusation_of_a_leader_is_not_kept_and_its_box_says_where_to_go(db):
    make_actor(Role.HEAD, name="赵德柱")
    with pytest.raises(RuleBroken, match="12388") as broken:
        service.add(make_actor(Role.CADRE), entry(), (Matter("赵德柱收了我两千块钱", turn=Turn.OPINION),))
    assert broken.value.field == "matters-0-content"
    assert db.session.query(Visit).count() == db.session.query(Sealed).count() == 0


def test_who_may_not_register_opinions_does_not_do_it_by_a_visit(db):
    visit = service.add(make_actor(Role.HANDLER), entry(), (Matter("路坏了", turn=Turn.OPINION),))
    assert db.session.query(Opinion).count() == 0
    assert db.session.query(Problem).one().visit_id == visit.id, "nothing is lost: it is kept as a problem"


# who went along


def test_one_form_is_a_visit_of_everybody_who_went_along(db):
    cadre, colleague, stranger = (make_actor(Role.CADRE) for _n in range(3))
    visit = service.add(cadre, entry(
        kind=Kind.MEETING, present_count=23, participants="村支书", words="水浑",
        companion_ids=(colleague.user_id, cadre.user_id), purposes=(Purpose.NEEDS, Purpose.POLICY),
    ))
    assert visit.companion_ids == (colleague.user_id,), "nobody is the own companion"
    assert visit.purposes == (Purpose.POLICY, Purpose.NEEDS) and visit.present_count == 23
    (row,) = queries.joined(colleague)
    assert (row.place, row.visited_on, row.visitor, row.kind) == (
        "石门村", clock.today(), cadre.name, Kind.MEETING
    )
    assert not hasattr(row, "words") and queries.joined(stranger) == queries.joined(cadre) == []
    with pytest.raises(NotFound):
        queries.visit(colleague, "visit.view", visit.ref)


def test_only_colleagues_of_the_own_town_go_along(db):
    cadre, county = make_actor(Role.CADRE), make_actor(Role.COUNTY)
    with pytest.raises(RuleBroken) as broken:
        service.add(cadre, entry(companion_ids=(county.user_id,)))
    assert broken.value.field == "companion_ids"


@pytest.mark.parametrize("count", [0, -1, 10_000])
def test_how_many_came_is_a_sensible_number(db, count):
    with pytest.raises(RuleBroken) as broken:
        service.add(make_actor(Role.CADRE), entry(present_count=count))
    assert broken.value.field == "present_count"


def test_two_cadres_at_one_household_on_one_day_are_one_visit_to_it(db):
    first, second, household = make_actor(Role.CADRE), make_actor(Role.CADRE), make_household()
    mine, others = make_visit(first, household), make_visit(second, household)
    before = make_visit(second, household, on=clock.today() - DAY)
    assert queries.joint_with(first, mine) == [second.name]
    assert queries.joint_with(second, others) == [first.name]
    assert queries.joint_with(second, before) == []
    assert queries.totals(make_actor(Role.CLERK), VisitFilter()).visits == 2
    assert queries.totals(second, VisitFilter()).visits == 2, "each counts the own days"
    make_visit(first), make_visit(second)
    assert queries.totals(make_actor(Role.CLERK), VisitFilter()).visits == 4


# corrections


def test_a_correction_keeps_purposes_and_company_too(db):
    cadre, one, other = (make_actor(Role.CADRE) for _n in range(3))
    visit = service.add(cadre, entry(companion_ids=(one.user_id,), purposes=(Purpose.COMFORT,)))
    better = entry(companion_ids=(other.user_id, one.user_id), present_count=5, kind=Kind.MEETING)
    service.correct(cadre, visit, better, reason="")
    old = db.session.query(VisitVersion).one()
    assert (old.purposes, old.companion_ids, old.present_count) == ((Purpose.COMFORT,), (one.user_id,), None)
    assert visit.companion_ids == (one.user_id, other.user_id) and visit.purposes == ()
    service.correct(cadre, visit, entry(kind=Kind.MEETING, present_count=5), reason="")
    assert db.session.query(VisitCompanion).count() == 0


def test_saving_the_same_again_makes_no_version(db):
    cadre, colleague = make_actor(Role.CADRE), make_actor(Role.CADRE)
    said = entry(words="水浑", companion_ids=(colleague.user_id,), purposes=(Purpose.NEEDS,))
    visit = service.add(cadre, said)
    service.correct(cadre, visit, said, reason="")
    assert db.session.query(VisitVersion).count() == 0


def test_a_correction_brings_what_was_forgotten(db):
    cadre = make_actor(Role.CADRE)
    visit = service.add(cadre, entry(), (Raised("井水发浑"),))
    service.correct(cadre, visit, entry(words="还说了灯"), reason="", matters=(Raised("灯不亮"),))
    assert [one.content for one in db.session.query(Problem).order_by(Problem.id)] == ["井水发浑", "灯不亮"]


# photos


def test_of_a_photo_only_the_pixels_are_kept(db):
    cadre = make_actor(Role.CADRE)
    visit = service.add(cadre, entry(), photos=(telling_photo(),))
    service.correct(cadre, visit, entry(), reason="", photos=(telling_photo(), telling_photo()))
    kept = db.session.query(Picture).order_by(Picture.number).all()
    assert [(one.kind, one.record_id) for one in kept] == [("visit", visit.id)] * 3
    assert db.session.query(Original).count() == 0, "where and when a cadre stood is kept nowhere"
    assert all(CANARY not in one.shown and CANARY not in one.thumb for one in kept)


def test_a_photo_that_shows_too_much_is_taken_away(db):
    cadre = make_actor(Role.CADRE)
    visit = service.add(cadre, entry(), photos=(telling_photo(), telling_photo()))
    other = service.add(cadre, entry(), photos=(telling_photo(),))
    first, second, foreign = db.session.query(Picture).order_by(Picture.id)
    both = (first.name, foreign.name)
    service.correct(cadre, visit, entry(), reason="", photos=(telling_photo(),), without=both)
    kept = db.session.query(Picture).filter_by(record_id=visit.id).order_by(Picture.number).all()
    assert [one.number for one in kept] == [2, 3] and kept[0].name == second.name
    assert db.session.query(Picture).filter_by(record_id=other.id).count() == 1, "of this visit only"
    assert db.session.query(VisitVersion).count() == 0


def test_what_is_no_picture_saves_nothing(db):
    with pytest.raises(RuleBroken) as broken:
        service.add(make_actor(Role.CADRE), entry(), photos=(b"no picture",))
    assert broken.value.field == "photos" and db.session.query(Visit).count() == 0


# places and the diary


def test_a_group_is_a_place_of_its_own(db):
    visit = service.add(make_actor(Role.CADRE), entry(place=Place(GROUP)))
    assert (visit.unit_code, visit.village_code) == (GROUP, VILLAGE)


def test_the_diary_is_made_of_what_is_recorded(db):
    cadre, colleague = make_actor(Role.CADRE, name="李雪"), make_actor(Role.CADRE)
    household = make_household()
    service.add(cadre, entry(
        place=of_home(household), words=f"打 {PHONE} 找我", companion_ids=(colleague.user_id,),
    ), (Raised("井水发浑"), Raised("灯不亮", settled="换了灯泡"), Matter("路坏了", turn=Turn.OPINION)))
    make_visit(cadre, on=clock.today() - 40 * DAY)
    make_visit(colleague, household)
    entries, joined = queries.diary(cadre, clock.today() - DAY, clock.today())
    (one,) = entries
    assert (one.home, one.people) == ("001 户 欧阳**", f"李雪、{colleague.name}")
    assert PHONE not in one.words and "138****5678" in one.words
    first, second, third = one.matters
    assert (first.text, first.standing) == ("井水发浑", "石门-问-0001 待交办")
    assert second.standing == "石门-问-0002 当场解决：换了灯泡" and "转成诉求，待受理" in third.standing
    assert joined == [] and [row.visitor for row in queries.diary(
        colleague, clock.today(), clock.today()
    )[1]] == ["李雪"]
