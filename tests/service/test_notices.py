"""What is published: only with consent, never about a person, gone at once, masked, put back."""

from datetime import date

import pytest
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_notices import (
    SAID,
    make_answered,
    make_draft_notice,
    make_pictured,
    make_published,
    make_taken_down,
    pictures_of,
)
from factories_opinions import make_handling, name_subjects, resident
from photos import BLACK, RED, colour_at, is_near

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.notices import queries, service
from tracker.notices.models import Publication, PublicPicture
from tracker.notices.rules import Stage
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject
from tracker.overview.service import nightly
from tracker.pictures.rules import areas_of_cells
from tracker.store.audit import AuditEntry


def read_by_public():
    return list(queries.published(resident())[0])


def last_deed(db):
    return db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()


def test_what_is_published_can_be_read_by_everybody(db):
    publication = make_published()
    assert read_by_public() == [publication] and publication.published_on
    assert last_deed(db).action == "notice.publish"
    assert "text" not in last_deed(db).changes


def test_a_draft_is_nobodys_but_the_desks(db):
    publication = make_draft_notice()
    assert read_by_public() == [] and list(queries.desk(make_actor())) == [publication]


def test_the_proposal_has_no_name_number_or_house_in_it(db):
    opinion = make_answered(
        text="我叫周桂兰，住二组12号，电话13812345678。邻居３栋也一样。11月23号起没水。",
        place="石门村二组12号",
    )
    said = service.proposal(opinion)
    for secret in ("周桂兰", "13812345678", "12号", "３栋"):
        assert secret not in str(said), secret
    assert "周某" in said["text"] and "11月23号" in said["text"]
    assert said["place"] == "石门村二组" and said["reply"] == "井已洗过，水清了。"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"text": "打13812345678找我"}, "text"), ({"reply": "身份证110101199003074557"}, "reply"),
     ({"place": "石门村12号"}, "place"), ({"title": "找13812345678"}, "title")],
)
def test_nothing_goes_out_with_a_number_in_it(db, said, field):
    with pytest.raises(RuleBroken) as caught:
        make_draft_notice(**said)
    assert caught.value.field == field


def test_without_consent_nothing_is_published(db):
    opinion = make_answered(may_publish=False)
    with pytest.raises(RuleBroken, match="没有同意"):
        make_draft_notice(opinion)
    assert list(queries.waiting(make_actor())) == []


def test_an_unanswered_matter_is_not_published(db):
    with pytest.raises(RuleBroken, match="答复以后"):
        make_draft_notice(make_handling(may_publish=True))


def test_a_matter_about_somebody_is_never_published(db):
    opinion = make_answered()
    name_subjects(opinion, OpinionSubject(unit_code=OFFICE_2))
    with pytest.raises(RuleBroken, match="回避"):
        make_draft_notice(opinion)
    assert list(queries.waiting(make_actor())) == []


def test_consent_taken_back_hides_it_at_once_and_the_night_says_why(db):
    publication = make_published()
    opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=False)
    assert read_by_public() == [] and publication.stage is Stage.PUBLISHED
    nightly()
    assert publication.stage is Stage.TAKEN_DOWN and "不同意公开" in publication.reason
    with pytest.raises(RuleBroken, match="没有同意"):
        service.put_back(make_actor(), publication)
    opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=True)
    service.put_back(make_actor(), publication)
    assert read_by_public() == [publication]


def test_consent_needs_the_receipt_of_this_very_matter(db):
    publication = make_published()
    with pytest.raises(NotFound):
        opinions.set_consent(resident(publication.opinion_id + 1), publication.opinion, may_publish=False)


@pytest.mark.parametrize("what", ["subject", "reopened", "sealed"])
def test_what_may_not_be_published_any_more_is_gone_at_once(db, what):
    publication = make_published()
    opinion = publication.opinion
    if what == "subject":
        name_subjects(opinion, OpinionSubject(unit_code=OFFICE_2))
    elif what == "reopened":
        opinions.reopen(make_actor(Role.DEPUTY), opinion, reason="没有解决")
    else:
        opinions.seal(make_actor(), opinion)
    assert read_by_public() == []
    nightly()
    if what == "sealed":
        assert db.session.query(Publication).count() == 0
    else:
        assert publication.stage is Stage.TAKEN_DOWN


def test_a_night_without_changes_leaves_everything_public(db):
    publication = make_published()
    assert service.tidy(SYSTEM) == 0 and read_by_public() == [publication]


def test_taken_down_and_put_back_each_leave_an_entry(db):
    publication = make_taken_down()
    assert read_by_public() == [] and last_deed(db).action == "notice.take_down"
    service.put_back(make_actor(), publication)
    assert read_by_public() == [publication] and last_deed(db).action == "notice.put_back"
    with pytest.raises(RuleBroken):
        service.put_back(make_actor(), publication)


def test_what_is_public_is_taken_down_before_it_is_changed(db):
    publication = make_published()
    with pytest.raises(RuleBroken, match="先撤下"):
        make_draft_notice(publication.opinion, title="别的")


@pytest.mark.parametrize("deed", ["publish", "take_down", "put_back"])
def test_a_handler_publishes_nothing(db, deed):
    publication = make_taken_down() if deed == "put_back" else make_published()
    given = {"reason": "x"} if deed == "take_down" else {}
    if deed == "publish":
        publication = make_draft_notice()
    with pytest.raises(NotFound):
        getattr(service, deed)(make_actor(Role.HANDLER), publication, **given)


def test_faces_are_black_in_the_public_picture_itself(db):
    opinion = make_pictured()
    publication, (picture,) = make_draft_notice(opinion), pictures_of(opinion)
    service.show_picture(make_actor(), publication, picture, areas=areas_of_cells(["A1", "A2"]))
    (public,) = publication.pictures
    for data in (public.shown, public.thumb):
        assert is_near(colour_at(data, 0.1, 0.05), BLACK, 12) and is_near(colour_at(data, 0.1, 0.4), RED)
    assert public.name != picture.name
    assert is_near(colour_at(picture.shown, 0.1, 0.05), RED)  # the desk's own stays as it was


def test_painted_again_it_is_painted_from_the_whole_picture_under_a_new_name(db):
    opinion = make_pictured()
    publication, (picture,) = make_draft_notice(opinion), pictures_of(opinion)
    service.show_picture(make_actor(), publication, picture, areas=areas_of_cells(["A1"]))
    first = publication.pictures[0].name
    service.show_picture(make_actor(), publication, picture, areas=[])
    (again,) = publication.pictures
    assert again.name != first and is_near(colour_at(again.shown, 0.1, 0.05), RED)
    service.hide_picture(make_actor(), publication, picture)
    assert publication.pictures == [] and db.session.query(PublicPicture).count() == 0


def test_pictures_of_what_is_public_do_not_change(db):
    opinion = make_pictured()
    publication, (picture,) = make_published(opinion), pictures_of(opinion)
    with pytest.raises(RuleBroken, match="先撤下"):
        service.show_picture(make_actor(), publication, picture, areas=[])


def test_no_picture_is_public_unless_somebody_chose_it(db):
    assert make_published(make_pictured()).pictures == []


def test_a_name_of_the_roster_makes_the_preview_doubt(db):
    make_actor(Role.HANDLER, name="欧阳修文")
    assert service.doubts(make_draft_notice(text="欧阳修文来过两次，水清了。"))
    assert service.doubts(make_draft_notice()) == []


def test_ten_a_page_newest_answer_first_and_one_village_alone(db):
    for number in range(12):
        opinion = make_answered(village_code=VILLAGE if number % 2 else VILLAGE_2)
        make_published(opinion, title=f"第{number}件")
    rows, has_more = queries.published(resident())
    assert len(rows) == 10 and has_more
    rest, has_more = queries.published(resident(), (rows[-1].answered_on, rows[-1].id))
    assert len(rest) == 2 and not has_more and not {one.id for one in rest} & {one.id for one in rows}
    assert {one.village_code for one in queries.published(resident(), None, VILLAGE)[0]} == {VILLAGE}


def test_a_similar_public_matter_is_found_and_a_hidden_one_is_not(db):
    publication = make_published()
    make_draft_notice(text="桃源村的路灯坏了三盏，晚上看不见路。", title="路灯坏了")
    town = resident().unit_code
    assert queries.public_like(town, "我们二组的机井水发浑，有沙子", VILLAGE) == [publication]
    assert queries.public_like(town, "桃源村路灯坏了三盏，晚上看不见路", VILLAGE) == []
    assert queries.public_like(town, "要", None) == []
    service.take_down(make_actor(), publication, reason="有误")
    assert queries.public_like(town, "我们二组的机井水发浑，有沙子", VILLAGE) == []


def test_the_desk_shows_nobody_a_publication_of_a_matter_about_them(db):
    accused = make_actor(Role.DEPUTY)
    publication = make_published()
    assert list(queries.desk(accused)) == [publication]
    name_subjects(publication.opinion, OpinionSubject(user_id=accused.user_id))
    assert list(queries.desk(accused)) == []
    with pytest.raises(NotFound):
        queries.by_ref(accused, "notice.list", publication.ref)


def test_the_facts_of_a_publication_are_copied_not_referred_to(db):
    publication = make_published()
    assert (publication.village_code, publication.text) == (VILLAGE, SAID["text"])
    assert publication.answered_on == publication.opinion.replied_on
    assert isinstance(publication.answered_on, date)
