"""并案: kept whole, taken apart whole; refused where it would tell or tangle; 重复 by the same telephone."""

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, make_actor
from factories_opinions import (
    make_accepted,
    make_handling,
    make_opinion,
    make_replied,
    name_subjects,
    plant_categories,
)

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import queries, service
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.queries.merging import children, children_counts, family_of
from tracker.opinions.queries.similar import like, like_opinion
from tracker.opinions.rules import Stream, Urgency
from tracker.store.audit import AuditEntry
from tracker.store.base import Base


def everything_of(db, opinion):
    """Every row of every table that belongs to the matter, without its version and the log."""
    db.session.expire_all()
    found = {}
    for table in Base.metadata.sorted_tables:
        key = "id" if table.name == "opinion" else "opinion_id" if "opinion_id" in table.c else None
        key = "matter_id" if table.name == "opinion_subject" else key
        if key is None:
            continue
        columns = [one for one in table.c if one.name != "version"]
        mine = sa.select(*columns).where(table.c[key] == opinion.id).order_by(*table.primary_key)
        rows = db.session.execute(mine)
        found[table.name] = [tuple(row) for row in rows]
    return found


def test_merging_keeps_everything_and_taking_apart_restores_it(db):
    clerk, main, one = make_actor(), make_accepted(), make_handling(phone="13900000001")
    before, before_main = everything_of(db, one), everything_of(db, main)
    service.merge(clerk, one, into=main.ref)
    assert one.merged_into_id == main.id
    assert {name for name, rows in everything_of(db, one).items() if rows != before[name]} == {"opinion"}
    assert everything_of(db, main) == before_main
    service.unmerge(clerk, one)
    assert everything_of(db, one) == before


def test_the_log_says_it_on_both(db):
    clerk, main, one = make_actor(), make_accepted(), make_opinion()
    service.merge(clerk, one, into=main.ref, reason="同一口井")
    service.unmerge(clerk, one)
    entries = db.session.query(AuditEntry).filter(AuditEntry.user_id == clerk.user_id).all()
    for move in ("opinion.merge", "opinion.unmerge"):
        assert {entry.record_id for entry in entries if entry.action == move} == {one.id, main.id}
    assert [note.text for note in one.notes] == ["同一口井"]


def test_clocks_run_on_and_the_family_shows_the_earliest(db):
    clerk = make_actor()
    main, one = make_accepted(stream=Stream.CLAIM), make_accepted(stream=Stream.SERVICE)
    due = one.due_on
    service.merge(clerk, one, into=main.ref)
    kin = family_of(clerk, main)
    assert one.due_on == due and kin.due_on == min(due, main.due_on) and kin.times == 2
    assert [child.ref for child in kin.children] == [one.ref] and family_of(clerk, one).main.ref == main.ref
    assert children_counts(clerk, [main.id, one.id]) == {main.id: 1}


def test_families_have_two_levels_only(db):
    clerk, main, one, other = make_actor(), make_accepted(), make_accepted(), make_accepted()
    service.merge(clerk, one, into=main.ref)
    for child, into in ((other, one), (one, other), (main, other), (main, main)):
        with pytest.raises(RuleBroken):
            service.merge(clerk, child, into=into.ref)
    assert children(clerk, main) and not children(clerk, other)


def test_an_unknown_number_and_an_invisible_one_are_refused_alike(db):
    clerk, one, head = make_actor(), make_accepted(), make_accepted()
    service.seal(clerk, head)
    said = []
    for number in ("石门-诉-99999", head.ref):
        with pytest.raises(RuleBroken) as broken:
            service.merge(clerk, one, into=number)
        said.append(str(broken.value))
    assert said[0] == said[1] and one.merged_into_id is None


def test_matters_that_hide_from_different_people_do_not_go_together(db):
    clerk, main, one = make_actor(), make_accepted(), make_accepted()
    name_subjects(one, OpinionSubject(unit_code=OFFICE_2))
    with pytest.raises(RuleBroken, match="回避"):
        service.merge(clerk, one, into=main.ref)


def test_nothing_goes_under_an_answered_matter(db):
    main = make_replied()
    with pytest.raises(RuleBroken, match="已经答复"):
        service.merge(make_actor(), make_accepted(), into=main.ref)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.CALLBACK, Role.HEAD])
def test_who_does_not_sort_matters_does_not_merge_them(db, role):
    main, one = make_accepted(), make_accepted()
    with pytest.raises((NotFound, RuleBroken)):
        service.merge(make_actor(role), one, into=main.ref)
    with pytest.raises(NotFound):
        service.unmerge(make_actor(role), one)


def test_what_stands_alone_cannot_be_taken_apart(db):
    with pytest.raises(RuleBroken, match="没有并案"):
        service.unmerge(make_actor(), make_accepted())


def test_matters_with_the_same_words_are_offered_and_others_are_not(db):
    clerk = make_actor()
    one = make_opinion(text="二组的机井水发浑，抽上来全是沙，没法浇地。", phone="13900000001")
    other = make_opinion(text="机井的水又浑了，二组的地没法浇。", phone="13900000002")
    lamp = make_opinion(text="村口路灯坏了半个月，晚上看不见路。", phone="13900000003")
    found = like_opinion(clerk, one)
    assert [alike.ref for alike in found] == [other.ref] and not found[0].is_same_person
    assert any("机井" in word for word in found[0].words)
    assert [alike.ref for alike in like(clerk, "路灯坏了，村口晚上看不见路")] == [lamp.ref]


def test_two_polite_letters_about_different_things_are_not_offered_to_each_other(db):
    one = make_opinion(text="尊敬的书记您好，请问公积金什么时候能够办理？", phone="13900000001")
    make_opinion(text="尊敬的书记您好，请问新桥什么时候能够通车？", phone="13900000002")
    assert like_opinion(make_actor(), one) == []


def test_the_same_telephone_with_the_same_fact_is_called_a_repetition(db):
    clerk = make_actor()
    first = make_opinion(text="二组的机井水发浑，抽上来全是沙。", phone="13900000001")
    other = make_opinion(text="医保卡刷不出来。", phone="13900000001")
    again = make_opinion(text="二组机井的水还是发浑，全是沙。", phone="139 0000 0001")
    found = like_opinion(clerk, again)
    assert [(one.ref, one.is_repeat) for one in found] == [(first.ref, True)]
    plant_categories()
    given = {"title": "井水", "category_id": None, "stream": Stream.SERVICE, "urgency": Urgency.ACT}
    stranger = make_opinion(phone="13900000002")
    for wrong in (stranger.id, again.id, 10**6):
        with pytest.raises(RuleBroken, match="同一个人"):
            service.accept(clerk, again, **given, repeat_of_id=wrong)
    service.accept(clerk, again, **given, repeat_of_id=first.id)
    assert again.repeat_of_id == first.id and other.repeat_of_id is None


def test_who_is_barred_from_a_matter_is_offered_nothing_of_it(db):
    head = make_actor(Role.UNIT_HEAD)
    mine = make_handling(text="二组的机井水发浑，抽上来全是沙，没法浇地。", phone="13900000001")
    before = like_opinion(head, mine)
    about = make_handling(text="机井的水又浑了，二组的地没法浇。", phone="13900000001")
    assert [one.ref for one in like_opinion(head, mine)] == [about.ref]
    name_subjects(about, OpinionSubject(unit_code=OFFICE_2))
    assert like_opinion(head, mine) == before == []
    assert [one.ref for one in like_opinion(make_actor(), mine)] == [about.ref]


def test_the_list_still_shows_every_member_of_a_family(db):
    clerk, main, one = make_actor(), make_accepted(), make_accepted()
    service.merge(clerk, one, into=main.ref)
    rows, _more = queries.inbox(clerk, queries.Filters())
    assert {row.ref for row in rows} == {main.ref, one.ref}
    assert db.session.get(Opinion, one.id).status is one.status
