"""/notices and the desk behind it: what the public reads, role by role, twin worlds, the preview, budget."""

import gzip
import re

import pytest
from factories import OFFICE_2, OTHER_TOWN, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_forms import second_town
from factories_notices import (
    SAID,
    make_answered,
    make_draft_notice,
    make_pictured,
    make_published,
    make_shown,
    make_taken_down,
    pictures_of,
)
from factories_opinions import name_subjects, resident
from photos import BLACK, RED, colour_at, is_near
from support import text_of

from tracker.domain.roles import NOT_STAFF, Role
from tracker.notices.models import Publication
from tracker.notices.rules import Stage
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject

STAFF = [one for one in Role if one not in NOT_STAFF]
DESK = {Role.CLERK, Role.DEPUTY, Role.HEAD}


def plain(answer):
    """A page without what is drawn anew for each form, and without the addresses of its letter sizes."""
    return answer.status_code, re.sub(r'value="[0-9a-f]{32}"', "", answer.text)


def test_an_empty_page_says_so_and_leads_on(visitor, db):
    resident()
    page = visitor.get("/notices")
    assert page.status_code == 200 and "还没有公开的答复" in text_of(page) and "/say" in page.text


def test_the_home_page_leads_to_the_notices(visitor, db):
    resident()
    assert 'href="/notices"' in visitor.get("/").text


def test_what_was_said_and_answered_and_how_long_it_took(visitor, db):
    publication = make_published()
    digest = text_of(visitor.get("/notices"))
    assert SAID["title"] in digest and "石门村二组" in digest and "当天答复" in digest
    page = text_of(visitor.get(f"/notices/{publication.id}"))
    assert all(SAID[name] in page for name in SAID)
    assert "周桂兰" not in page and "13812345678" not in page and publication.ref not in page


def test_drafts_taken_down_ones_and_others_numbers_look_absent(visitor, db):
    hidden_ones = (make_draft_notice(), make_taken_down())
    absent = visitor.get("/notices/999999")
    for hidden in hidden_ones:
        answer = visitor.get(f"/notices/{hidden.id}")
        assert answer.status_code == 404 and plain(answer) == plain(absent)
        assert hidden.title not in text_of(visitor.get("/notices"))


def test_consent_taken_back_takes_it_off_the_very_next_page(app, db, visitor):
    publication = make_published()
    path = f"/notices/{publication.id}"
    assert visitor.get(path).status_code == 200
    opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=False)
    assert visitor.get(path).status_code == 404 and SAID["title"] not in visitor.get("/notices").text


def test_pages_follow_each_other_without_a_gap_and_junk_in_the_address_is_the_first_page(visitor, db):
    for number in range(12):
        make_published(title=f"第{number:02}件事")
    first = visitor.get("/notices")
    more = re.search(r'href="(/notices\?after=[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = visitor.get(more)
    seen = [set(re.findall(r"第\d\d件事", one.text)) for one in (first, second)]
    assert len(seen[0]) == 10 and len(seen[1]) == 2 and not seen[0] & seen[1]
    for junk in ("x", "2026-13-01_1", "2026-11-23_", "2026-11-23_１", "_", "2026-11-23_99999999999"):
        assert set(re.findall(r"第\d\d件事", visitor.get(f"/notices?after={junk}").text)) == seen[0]


def test_one_village_alone_and_a_wrong_one_is_all(visitor, db):
    make_published(make_answered(village_code=VILLAGE), title="石门村的事")
    make_published(make_answered(village_code=VILLAGE_2), title="桃源村的事")
    only = visitor.get(f"/notices?village={VILLAGE_2}").text
    assert "桃源村的事" in only and "石门村的事" not in only
    assert "石门村的事" in visitor.get(f"/notices?village={OTHER_TOWN}201").text


def test_a_page_of_ten_stays_within_the_budget(visitor, db):
    for number in range(10):
        make_published(title=f"机井水发浑第{number}件", text="二组的机井水发浑，晾一夜底下一层沙。" * 50)
    assert len(gzip.compress(visitor.get("/notices").data, 6)) < 12_000


def seen(client):
    return plain(client.get("/notices"))


@pytest.mark.parametrize("what", ["named later", "sealed later", "withdrawn consent", "only a draft"])
def test_with_and_without_such_a_matter_the_public_page_is_the_same(visitor, db, what):
    make_published(title="别的一件")
    before = seen(visitor)
    publication = make_draft_notice() if what == "only a draft" else make_published()
    if what == "named later":
        name_subjects(publication.opinion, OpinionSubject(unit_code=OFFICE_2))
    if what == "sealed later":
        opinions.seal(make_actor(), publication.opinion)
    if what == "withdrawn consent":
        opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=False)
    assert seen(visitor) == before
    assert visitor.get(f"/notices/{publication.id}").status_code == 404


@pytest.mark.parametrize("role", STAFF)
def test_the_desk_by_role(db, as_user, role):
    publication, client = make_published(), as_user(make_user(role))
    for path in ("/publishing", f"/publishing/{publication.ref}"):
        assert client.get(path).status_code == (200 if role in DESK else 403)
    for move in ("draft", "publish", "put_back"):
        status = client.get(f"/publishing/{publication.ref}/{move}").status_code
        assert status == (200 if role in DESK - {Role.HEAD} else 403), move


def test_from_the_list_to_the_public_page(db, as_user, visitor):
    opinion = make_answered(text="我叫周桂兰，二组12号没水，电话13812345678。", name="周桂兰")
    clerk, base = as_user(make_user()), f"/publishing/{opinion.ref}"
    assert opinion.ref in clerk.get("/publishing").text
    shown = clerk.get(base + "/draft")
    assert "13812345678" not in shown.text and "周某" in shown.text
    answer = clerk.submit(
        base + "/draft", title="二组没水", text="二组没水。", reply="修好了。", place="石门村二组"
    )
    assert answer.status_code == 303 and "二组没水" not in visitor.get("/notices").text
    preview = clerk.get(base + "/publish")
    assert "谁都能看到" in text_of(preview) and "二组没水" in text_of(preview)
    unread = clerk.submit(base + "/publish")
    assert unread.status_code == 422 and "从头看一遍" in text_of(unread)
    assert clerk.submit(base + "/publish", was_read="y").status_code == 303
    assert "二组没水" in visitor.get("/notices").text
    assert clerk.submit(base + "/take_down", reason="写错了").status_code == 303
    assert "二组没水" not in visitor.get("/notices").text
    assert clerk.submit(base + "/put_back", was_read="y").status_code == 303
    assert "二组没水" in visitor.get("/notices").text


def test_what_is_typed_survives_a_refusal(db, as_user):
    opinion = make_answered()
    answer = as_user(make_user()).submit(
        f"/publishing/{opinion.ref}/draft", title="没水", text="找13812345678", reply="修好了", place="石门村"
    )
    assert answer.status_code == 422 and "找13812345678" in answer.text and "手机号" in text_of(answer)


@pytest.mark.parametrize("why", ["no consent", "subject"])
def test_a_matter_that_may_not_be_published_has_no_sheet(db, as_user, why):
    opinion = make_answered(may_publish=why != "no consent")
    if why == "subject":
        name_subjects(opinion, OpinionSubject(unit_code=OFFICE_2))
    page = as_user(make_user()).get(f"/publishing/{opinion.ref}/draft")
    assert "<textarea" not in page.text and ("没有同意" in text_of(page) or "回避" in text_of(page))


@pytest.mark.parametrize("end", ["", "/draft", "/publish", "/take_down"])
def test_whoever_the_matter_is_about_finds_no_publication(db, as_user, end):
    publication, accused = make_published(), make_user(Role.DEPUTY)
    name_subjects(publication.opinion, OpinionSubject(user_id=accused.id))
    client = as_user(accused)
    real, absent = (client.get(f"/publishing/{ref}{end}") for ref in (publication.ref, "石门-诉-00000"))
    assert real.status_code == 404 and plain(real) == plain(absent)
    assert publication.ref not in client.get("/publishing").text


def test_the_other_town_reads_its_own(db, as_user):
    publication = make_published()
    second_town()
    stranger = as_user(make_user(Role.DEPUTY, unit=OTHER_TOWN))
    assert publication.title not in stranger.get("/publishing").text
    assert stranger.get(f"/publishing/{publication.ref}").status_code == 404


def test_cells_chosen_without_a_script_are_black_for_the_public(db, as_user, visitor):
    opinion = make_pictured()
    make_draft_notice(opinion)
    name, clerk = pictures_of(opinion)[0].name, as_user(make_user())
    page, base = f"/publishing/{opinion.ref}/pictures/{name}", f"/publishing/{opinion.ref}"
    assert clerk.get(page).text.count('type="checkbox"') == 48
    assert clerk.get(page + "/grid.jpg").data.startswith(b"\xff\xd8")
    answer = clerk.submit(page, cells=["A1", "A2"], areas="500,500,500,500", shows="yes")
    assert answer.status_code == 303
    clerk.submit(base + "/publish", was_read="y")
    publication = db.session.query(Publication).one()
    shown = visitor.get(f"/notices/{publication.id}")
    (public,) = set(re.findall(rf"/notices/{publication.id}/([0-9a-f]+)\.jpg", shown.text))
    data = visitor.get(f"/notices/{publication.id}/{public}.jpg").data
    assert is_near(colour_at(data, 0.1, 0.05), BLACK, 12) and is_near(colour_at(data, 0.9, 0.9), BLACK, 12)
    assert is_near(colour_at(data, 0.1, 0.4), RED)
    assert visitor.get(f"/notices/{publication.id}/{name}.jpg").status_code == 404
    assert name not in shown.text


def test_a_picture_goes_with_its_notice(db, visitor):
    publication = make_shown()
    path = f"/notices/{publication.id}/{publication.pictures[0].name}.jpg"
    assert visitor.get(path + "?size=thumb").status_code == 200
    opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=False)
    assert visitor.get(path).status_code == 404


def test_areas_that_are_none_are_said(db, as_user):
    opinion = make_pictured()
    make_draft_notice(opinion)
    path = f"/publishing/{opinion.ref}/pictures/{pictures_of(opinion)[0].name}"
    answer = as_user(make_user()).submit(path, areas="1,2", shows="yes")
    assert answer.status_code == 422 and "重新画" in text_of(answer)


def test_a_clerk_decides_that_a_picture_stays_private(db, as_user):
    opinion = make_pictured()
    publication = make_draft_notice(opinion)
    path = f"/publishing/{opinion.ref}/pictures/{pictures_of(opinion)[0].name}"
    client = as_user(make_user())
    client.submit(path, shows="yes")
    assert len(publication.pictures) == 1
    client.submit(path, shows="no")
    db.session.expire_all()
    assert publication.pictures == [] and publication.stage is Stage.DRAFT


def test_a_black_cell_is_ticked_again_and_can_be_freed_without_a_script(db, as_user):
    opinion = make_pictured()
    publication = make_draft_notice(opinion)
    path = f"/publishing/{opinion.ref}/pictures/{pictures_of(opinion)[0].name}"
    client = as_user(make_user())
    client.submit(path, cells=["A1", "F8"], areas="500,500,100,100", shows="yes")
    begun = client.get(path).text
    assert set(re.findall(r'value="([A-F][1-8])" checked', begun)) == {"A1", "F8"}
    assert 'value="500,500,100,100"' in begun
    client.submit(path, cells=["F8"], areas="500,500,100,100", shows="yes")
    db.session.expire_all()
    assert len(publication.pictures[0].areas.split(";")) == 2


def test_the_desk_reads_that_nobody_sees_what_consent_was_taken_back_of(db, as_user):
    publication = make_shown()
    clerk, path = as_user(make_user()), f"/publishing/{publication.opinion.ref}"
    assert "村民看不到" not in text_of(clerk.get(path)) + text_of(clerk.get("/publishing"))
    opinions.set_consent(resident(publication.opinion_id), publication.opinion, may_publish=False)
    assert "村民已经看不到" in text_of(clerk.get(path))
    assert "村民看不到了" in text_of(clerk.get("/publishing"))
