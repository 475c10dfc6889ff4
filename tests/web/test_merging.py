"""并案、相似、热点 at the desk and behind the receipts: who may, what they see, what nobody sees."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from factories import OFFICE_2, VILLAGE, make_actor, make_user
from factories_opinions import (
    make_accepted,
    make_merged,
    make_opinion,
    make_registered,
    name_subjects,
    plant_categories,
    submit,
)
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.opinions import queries, service
from tracker.opinions.models import Opinion, OpinionSubject

WELL = (
    "二组的机井水发浑，抽上来全是沙，没法浇地。", "机井的水又浑了，二组的地没法浇。",
    "二组机井抽上来的水全是沙。",
)


def test_a_clerk_merges_from_the_suggestion_and_takes_apart_again(db, as_user):
    main, one = make_opinion(text=WELL[0]), make_opinion(text=WELL[1], phone="13900000002")
    client = as_user(make_user())
    page = client.get(f"/opinions/{one.ref}")
    assert "可能是同一件" in text_of(page) and main.ref in page.text
    link = re.search(r'href="(/opinions/[^"]+/merge\?into=[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert main.ref in client.get(link).text
    answer = client.submit(f"/opinions/{one.ref}/merge", into=main.ref, reason="同一口井")
    assert answer.status_code == 303
    assert "2 件次 / 1 事项" in text_of(client.get(f"/opinions/{main.ref}"))
    assert main.ref in client.get(f"/opinions/{one.ref}").text
    assert client.submit(f"/opinions/{one.ref}/unmerge").status_code == 303
    assert "件次" not in text_of(client.get(f"/opinions/{main.ref}"))


def test_a_wrong_number_is_said_at_its_field(db, as_user):
    one = make_accepted()
    answer = as_user(make_user()).submit(f"/opinions/{one.ref}/merge", into="石门-诉-00000")
    assert answer.status_code == 422 and "没有这个编号" in text_of(answer)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CLERK, 200), (Role.DEPUTY, 200), (Role.HANDLER, 403), (Role.CALLBACK, 403), (Role.HEAD, 403),
     (Role.SYSADMIN, 403), (Role.AUDITOR, 403)],
)
def test_only_who_sorts_matters_opens_the_pages(db, as_user, role, status):
    one = make_merged()
    client = as_user(make_user(role))
    for move in ("merge", "unmerge"):
        assert client.get(f"/opinions/{one.ref}/{move}").status_code == status


def test_the_resident_of_one_never_sees_the_other(app, db, visitor):
    sent, other = submit(text=WELL[0]), submit(text=WELL[1], phone="13900000002", name="王秀英")
    one, main = (db.session.query(Opinion).filter_by(ref=found.ref).one() for found in (sent, other))

    def shown():
        client = app.test_client()
        client.submit("/progress", code=sent.code)
        return re.sub(r'value="[0-9a-f]{32}"', "", client.get("/progress/matter").text)

    before = shown()
    service.merge(make_actor(), one, into=main.ref)
    after = shown()
    assert before == after and main.ref not in after and "又浑" not in after


def test_accepting_asks_whether_it_is_a_repetition_only_when_the_telephone_came_before(db, as_user):
    plant_categories()
    first = make_opinion(text=WELL[0], phone="13900000001")
    stranger = make_opinion(text="村口路灯坏了半个月。", phone="13900000002")
    again = make_opinion(text=WELL[1], phone="13900000001")
    client = as_user(make_user())
    assert "初次还是重复" not in text_of(client.get(f"/opinions/{stranger.ref}/accept"))
    page = client.get(f"/opinions/{again.ref}/accept")
    assert "初次还是重复" in text_of(page) and "可能是重复反映" in text_of(page)
    category = queries.category_choices(again.town_code)[0][0]
    answer = client.submit(
        f"/opinions/{again.ref}/accept", title="井水又浑", category_id=category, stream="service",
        urgency="act", village_code=VILLAGE, about_unit="", repeat_of=str(first.id),
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert again.repeat_of_id == first.id


def well_matters():
    clerk = make_actor()
    return [make_registered(clerk, text=text, phone=f"1390000000{n}") for n, text in enumerate(WELL)]


def test_hot_matters_name_the_words_and_every_matter(db, as_user):
    made = well_matters()
    make_opinion(text="医保卡在药店刷不出来，跑了两趟。")
    page = as_user(make_user()).get("/opinions/hot")
    assert "第 3 次反映" in text_of(page) and "机井" in text_of(page)
    assert all(one.ref in page.text for one in made) and "医保" not in text_of(page)


def test_a_week_without_hot_matters_says_so_and_weeks_are_in_the_address(db, as_user):
    client = as_user(make_user())
    assert "这一周没有热点" in text_of(client.get("/opinions/hot"))
    last_week = (clock.today() - timedelta(days=7)).isoformat()
    assert client.get(f"/opinions/hot?week={last_week}").status_code == 200
    later = (clock.today() + timedelta(days=14)).isoformat()
    assert client.get(f"/opinions/hot?week={later}").status_code == 303
    for wrong in ("gestern", date.min.isoformat(), date.max.isoformat(), "2026-13-01"):
        assert client.get(f"/opinions/hot?week={wrong}").status_code == 404, wrong


def test_earlier_weeks_count_and_the_old_week_keeps_its_page(db, as_user):
    today = clock.today()
    with time_machine.travel(today - timedelta(days=21)):
        for n in range(2):
            make_opinion(text=WELL[n], phone=f"1390000000{n}")
    make_opinion(text=WELL[2], phone="13900000005")
    page = text_of(as_user(make_user()).get("/opinions/hot"))
    assert "第 3 次反映" in page and "这一周 1 件，连前 12 周共 3 件" in page


def test_who_is_barred_from_one_sees_hot_matters_without_it(db, as_user):
    made, head = well_matters(), make_user(Role.DEPUTY, unit=OFFICE_2)
    client = as_user(head)
    assert "第 3 次反映" in text_of(client.get("/opinions/hot"))
    name_subjects(made[0], OpinionSubject(unit_code=OFFICE_2))
    assert "这一周没有热点" in text_of(client.get("/opinions/hot"))
