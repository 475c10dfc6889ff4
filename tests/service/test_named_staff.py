"""点名: words of a visit, a matter, a problem, a correction that name staff are asked about beforehand."""

import factories_field as field
import pytest
from factories import VILLAGE, make_actor
from factories_sealed import make_key, put_key
from factories_visits import PHONE, make_household, make_visit

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.field import service as phones
from tracker.field.models import Parked
from tracker.field.rules import Outcome
from tracker.opinions.models import Opinion
from tracker.problems import service as problems
from tracker.problems.models import Problem
from tracker.problems.service import Origin, Raised
from tracker.sealed.models import CountyBox, Sealed
from tracker.sealed.rules import Holder
from tracker.store.audit import AuditEntry
from tracker.visits import service
from tracker.visits.models import Visit, VisitOpinion
from tracker.visits.rules import Turn
from tracker.visits.service import Entry, Matter, Named, Place

SAID = "张三丰收了我两千块钱才给盖章"
ABOVE = "赵德柱把修路的钱装进自己口袋"


@pytest.fixture
def cadre(db):
    make_actor(Role.CLERK, name="张三丰")
    make_actor(Role.HEAD, name="赵德柱")
    return make_actor(Role.CADRE)


def entry(words="", **facts):
    return Entry(clock.today(), Place(VILLAGE), words=words, **facts)


def nothing_is_kept(db):
    return not any(db.session.query(one).count() for one in (Visit, Problem, Opinion, Sealed, CountyBox))


@pytest.mark.parametrize("turn", [Turn.PROBLEM, Turn.SETTLED, Turn.TASK])
def test_a_matter_that_names_staff_is_asked_about_whatever_becomes_of_it(db, cadre, turn):
    settled = "盖了章" if turn is Turn.SETTLED else ""
    with pytest.raises(Named, match="转成诉求") as asked:
        service.add(cadre, entry(), (Matter("井水浑"), Matter(SAID, turn=turn, settled=settled)))
    assert asked.value.field == "matters-1-mention" and "张三丰" not in str(asked.value)
    assert nothing_is_kept(db)
    kept = Matter(SAID, turn=turn, settled=settled, is_mention=True)
    visit = service.add(cadre, entry(), (kept,))
    assert db.session.query(Problem).one().visit_id == visit.id


def test_how_it_was_settled_and_what_people_said_are_asked_about_all_at_once(db, cadre):
    with pytest.raises(Named) as asked:
        service.add(
            cadre, entry(SAID), (Matter("盖章难", turn=Turn.SETTLED, settled="找张三丰盖了"), Raised(SAID)),
        )
    assert [one.field for one in asked.value.doubts] == ["mention", "matters-0-mention", "matters-1-mention"]
    assert nothing_is_kept(db)
    assert service.add(cadre, entry(SAID, is_mention=True)).words == SAID


def test_turned_into_an_opinion_it_is_sealed_and_nothing_of_it_is_asked(db, cadre):
    make_key(make_actor(Role.DISCIPLINE, name="孔令仪"))
    visit = service.add(cadre, entry(), (Matter(SAID, turn=Turn.OPINION),))
    assert db.session.query(Sealed).one() and db.session.query(Problem).count() == 0
    assert db.session.query(VisitOpinion).count() == 0 and not visit.words


def test_who_is_there_is_named_freely_as_long_as_nobody_accuses(db, cadre):
    companion = make_actor(Role.CADRE, name="欧阳明德", job_title="民政办主任")
    together = {"companion_ids": (companion.user_id,)}
    for words in ("和欧阳明德一起看了井", "欧阳主任讲了政策", "民政办主任也在"):
        assert service.add(cadre, entry(words, **together)).words == words
        with pytest.raises(Named):
            service.add(cadre, entry(words))
    with pytest.raises(Named):
        service.add(cadre, entry("欧阳明德收了他两条烟", **together))


def test_lines_of_who_was_present_count_only_when_they_accuse(db, cadre):
    assert service.add(cadre, entry(participants="张三丰、他儿子")).participants == "张三丰、他儿子"
    with pytest.raises(Named) as asked:
        service.add(cadre, entry(participants=SAID))
    assert asked.value.field == "mention"


def test_a_correction_is_asked_about_what_is_new(db, cadre):
    visit = service.add(cadre, entry("说到张三丰", is_mention=True))
    service.correct(cadre, visit, entry("说到张三丰", present_count=3), reason="")
    for words, reason in ((SAID, ""), ("说到张三丰", "张三丰叫我改的")):
        with pytest.raises(Named, match="另记一次走访"):
            service.correct(cadre, visit, entry(words), reason=reason)
    assert visit.words == "说到张三丰"
    service.correct(cadre, visit, entry(SAID, is_mention=True), reason="")
    assert visit.words == SAID


def test_a_leader_is_locked_for_the_county_where_it_has_a_key_and_kept_nowhere_else(db, cadre):
    with pytest.raises(Named, match="12388"):
        service.add(cadre, entry(ABOVE))
    put_key(Holder.COUNTY)
    with pytest.raises(Named, match="锁好交给县里"):
        service.add(cadre, entry(), (Matter(ABOVE),))
    assert nothing_is_kept(db)
    service.add(cadre, entry(), (Matter(ABOVE, turn=Turn.OPINION),))
    assert db.session.query(CountyBox).count() == 1
    assert [db.session.query(one).count() for one in (Opinion, Sealed, Problem, VisitOpinion)] == [0] * 4


def test_a_new_problem_is_asked_about_and_kept_or_sealed_as_is_answered(db, cadre):
    make_key(make_actor(Role.DISCIPLINE, name="孔令仪"))
    home = make_household(phone=PHONE)
    origin = Origin(VILLAGE, household_id=home.id)
    with pytest.raises(RuleBroken, match="检举控告") as asked:
        problems.add(cadre, Raised(SAID), origin)
    assert asked.value.field == "meant" and nothing_is_kept(db)
    assert problems.add(cadre, Raised(SAID, is_mention=True), origin).content == SAID
    before = db.session.query(AuditEntry).count()
    problems.accuse(cadre, Raised(SAID), origin)
    assert db.session.query(Sealed).count() == 1 and db.session.query(Problem).count() == 1
    made = db.session.query(AuditEntry).order_by(AuditEntry.seq)[before:]
    assert [one.action for one in made] == ["sealed.deliver"]


def test_an_accused_leader_leaves_no_problem_either(db, cadre):
    with pytest.raises(RuleBroken, match="12388"):
        problems.accuse(cadre, Raised(ABOVE), Origin(VILLAGE))
    assert nothing_is_kept(db)
    put_key(Holder.COUNTY)
    problems.accuse(cadre, Raised(ABOVE), Origin(VILLAGE))
    assert db.session.query(CountyBox).count() == 1 and db.session.query(Problem).count() == 0


@pytest.mark.parametrize(("facts", "ticked"), [
    ({"words": SAID}, {"words": SAID, "mention": True}),
    ({"matters": [field.matter(SAID)]}, {"matters": [field.matter(SAID, mention=True)]}),
], ids=["words", "matter"])
def test_a_phone_is_asked_too_and_answers_with_a_tick(db, cadre, facts, ticked):
    answer = field.taken(cadre, "a" * 32, **facts)
    assert answer.outcome is Outcome.REFUSED and answer.is_absent and nothing_is_kept(db)
    assert answer.field in ("mention", "matters-0-mention") and "张三丰" not in answer.message
    assert field.taken(cadre, "a" * 32, 2, **ticked).outcome is Outcome.STORED


def test_what_a_phone_sent_a_second_time_is_asked_before_it_is_parked(db, cadre):
    make_visit(cadre)
    field.taken(cadre, "a" * 32)
    refused = field.taken(cadre, "a" * 32, words=SAID)
    assert refused.field == "mention" and not refused.is_absent
    assert db.session.query(Parked).count() == 0
    assert field.taken(cadre, "a" * 32, words=SAID, mention=True).outcome is Outcome.CONFLICT
    make_actor(Role.CADRE, name="李四光")
    assert phones.store(cadre, db.session.query(Parked).one()).words == SAID, "it does not get stuck"


def test_who_loads_the_file_of_somebody_else_is_not_told_why(db, cadre):
    clerk = make_actor(Role.CLERK)
    item = field.item(words=SAID)
    loaded = phones.load(clerk, phones.read(field.saved(item)), cadre.user_id)
    assert "干部" not in loaded[0].answer.message and loaded[0].answer.outcome is Outcome.REFUSED
