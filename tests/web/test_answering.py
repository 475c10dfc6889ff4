"""Answering at the desk: the draft page, signing, sending back, templates, reviews, sheets to print."""

import re

import pytest
from factories import make_actor, make_user
from factories_opinions import (
    TEXT,
    make_accepted,
    make_handling,
    make_opinion,
    make_replied,
    make_routed,
    name_subjects,
)
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.domain.workdays import spoken
from tracker.opinions import service
from tracker.opinions.models import OpinionSubject, ReplyTemplate
from tracker.opinions.rules import ClockKind, Contact, Decline, Outcome, Status, Stream
from tracker.opinions.service import deferral, papers, templates, triage
from tracker.opinions.service.templates import Wording
from tracker.people.queries import actor_of
from tracker.township.queries import work_calendar

BASIS = "《信访工作条例》第三十二条"
SAID = {"outcome": "supported", "answer": "井洗过了，水清了。", "basis": BASIS, "has_read": "y"}


def in_hand(stream=Stream.SERVICE, **facts):
    user = make_user(Role.HANDLER)
    return user, make_handling(actor_of(user.id), stream=stream, **facts)


def drafted(stream=Stream.SERVICE, **facts):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, stream=stream)
    service.draft(
        handler,
        opinion,
        **{"outcome": Outcome.SUPPORTED, "text": "我们将及时予以处理。", "basis": BASIS, **facts},
    )
    return opinion


def test_without_having_read_the_words_nothing_is_drafted_and_nothing_lost(db, as_user):
    user, opinion = in_hand()
    answer = as_user(user).submit(f"/opinions/{opinion.ref}/draft", **{**SAID, "has_read": None})
    assert answer.status_code == 422 and "请先看群众原话" in text_of(answer) and SAID["answer"] in answer.text
    assert opinion.status is Status.HANDLING


def test_the_words_stand_on_the_page_and_the_draft_goes_to_be_signed(db, as_user):
    user, opinion = in_hand()
    client, path = as_user(user), f"/opinions/{opinion.ref}/draft"
    assert TEXT in text_of(client.get(path))
    assert client.submit(path, **SAID).status_code == 303
    assert opinion.status is Status.SIGNING and opinion.reply.text == SAID["answer"]


@pytest.mark.parametrize(
    ("stream", "offered"),
    [
        (Stream.CLAIM, {"supported", "explained", "refused"}),
        (Stream.SUGGESTION, {"adopted", "partly", "not_adopted"}),
    ],
)
def test_each_stream_offers_its_own_outcomes(db, as_user, stream, offered):
    user, opinion = in_hand(stream)
    page = as_user(user).get(f"/opinions/{opinion.ref}/draft")
    fields = PageReader(page.text).forms[-1]["fields"]
    assert {value for name, value, _kind in fields if name == "outcome"} == offered


def test_a_claim_without_its_basis_says_so_at_the_field(db, as_user):
    user, opinion = in_hand(Stream.CLAIM)
    answer = as_user(user).submit(f"/opinions/{opinion.ref}/draft", **{**SAID, "basis": ""})
    assert answer.status_code == 422 and 'href="#basis"' in answer.text and "要写依据" in text_of(answer)


def test_office_words_are_hinted_at_and_block_nothing(db, as_user):
    user, opinion = in_hand()
    client = as_user(user)
    answer = client.submit(f"/opinions/{opinion.ref}/draft", **{**SAID, "answer": "将及时予以处理。"})
    assert answer.status_code == 303 and "“予以”换成“给、来”" in text_of(
        client.get(answer.headers["Location"])
    )


def test_a_template_is_copied_into_the_draft_and_nothing_more(db, as_user):
    user, opinion = in_hand()
    record = templates.add_template(
        make_actor(), Wording(name="路灯报修", text="某月某日已修好。", basis="《某某条例》第一条")
    )
    client, path = as_user(user), f"/opinions/{opinion.ref}/draft"
    assert "路灯报修" in text_of(client.get(path)) and "某月某日已修好。" not in client.get(path).text
    shown = client.get(f"{path}?template={record.id}").text
    assert "某月某日已修好。" in shown and "《某某条例》第一条" in shown
    assert client.get(f"{path}?template=999999").status_code == 200
    client.submit(path, page=f"{path}?template={record.id}", **{**SAID, "answer": "11月23日已修好。"})
    templates.edit_template(make_actor(), record, Wording(name="路灯报修", text="全改了"))
    db.session.expire_all()
    assert opinion.reply.text == "11月23日已修好。" and opinion.reply.basis == BASIS


def test_who_signs_reads_the_words_and_the_draft_and_the_hint(db, as_user):
    opinion = drafted()
    page = text_of(as_user(make_user(Role.UNIT_HEAD)).get(f"/opinions/{opinion.ref}/sign"))
    assert TEXT in page and "我们将及时予以处理。" in page and "“及时”换成" in page and BASIS in page


def test_signing_and_sending_back_by_the_head(db, as_user):
    opinion, client = drafted(Stream.CLAIM), as_user(make_user(Role.UNIT_HEAD))
    assert client.submit(f"/opinions/{opinion.ref}/send_back", reason="").status_code == 422
    assert client.submit(f"/opinions/{opinion.ref}/send_back", reason="写明哪一天").status_code == 303
    user = make_user(Role.HANDLER)
    other = drafted()
    assert (
        opinion.status is Status.HANDLING
        and as_user(user).get(f"/opinions/{opinion.ref}/sign").status_code == 403
    )
    assert client.submit(f"/opinions/{other.ref}/sign").status_code == 303
    assert other.status is Status.REPLIED


def test_the_next_draft_begins_with_the_one_that_was_sent_back_and_why(db, as_user):
    user, opinion = in_hand()
    client, path = as_user(user), f"/opinions/{opinion.ref}/draft"
    client.submit(path, **{**SAID, "answer": "第一稿在这里。"})
    service.send_back(make_actor(Role.UNIT_HEAD), opinion, reason="请写明哪一天修")
    page = client.get(path)
    assert "请写明哪一天修" in text_of(page) and "第一稿在这里。" in page.text
    assert re.search(r'value="supported"[^>]*checked|checked[^>]*value="supported"', page.text)
    assert "checked" not in re.search(r'<input[^>]*name="has_read"[^>]*>', page.text).group(0)


@pytest.mark.parametrize(
    ("move", "role", "make"),
    [
        ("draft", Role.UNIT_HEAD, make_handling),
        ("sign", Role.UNIT_HEAD, drafted),
        ("sign", Role.DEPUTY, drafted),
        ("send_back", Role.UNIT_HEAD, drafted),
        ("ask_review", Role.CLERK, lambda: make_replied(stream=Stream.CLAIM)),
    ],
)
def test_each_move_has_its_page_for_its_role_and_for_no_other(db, as_user, move, role, make):
    path = f"/opinions/{make().ref}/{move}"
    assert as_user(make_user(role)).get(path).status_code == 200
    for other in (Role.ORG, Role.SYSADMIN, Role.COUNTY, Role.HEAD, Role.DISCIPLINE):
        assert as_user(make_user(other)).get(path).status_code == 403, other


def test_whom_the_matter_bars_finds_no_page_of_it(db, as_user):
    head = make_user(Role.UNIT_HEAD)
    opinion = drafted()
    name_subjects(opinion, OpinionSubject(user_id=head.id))
    client = as_user(head)
    for page in ("sign", "send_back", "print/accept", "draft"):
        assert client.get(f"/opinions/{opinion.ref}/{page}").status_code == 404


# templates


def test_templates_are_written_mended_and_read(db, as_user):
    client = as_user(make_user())
    assert "还没有模板" in text_of(client.get("/opinions/templates"))
    said = {"name": "路灯报修", "text": "某月某日已修好。", "stream": "service", "is_active": "y"}
    assert client.submit("/opinions/templates/new", **said).status_code == 303
    record = db.session.query(ReplyTemplate).one()
    assert client.submit("/opinions/templates/new", **said).status_code == 422
    assert client.submit(f"/opinions/templates/{record.id}", **{**said, "text": "改好了"}).status_code == 303
    db.session.expire_all()
    assert record.text == "改好了" and record.stream is Stream.SERVICE
    handler = as_user(make_user(Role.HANDLER))
    assert "改好了" in text_of(handler.get("/opinions/templates"))
    assert handler.get("/opinions/templates/new").status_code == 403
    assert as_user(make_user(Role.HEAD)).get("/opinions/templates").status_code == 403


# 复查、复核


def test_a_review_is_recorded_and_its_result(db, as_user):
    opinion, client = make_replied(stream=Stream.CLAIM), as_user(make_user())
    path, today = f"/opinions/{opinion.ref}", opinion.replied_on.isoformat()
    assert client.submit(f"{path}/ask_review", organ="云岭县人民政府", asked_on="").status_code == 422
    assert client.submit(f"{path}/ask_review", organ="云岭县人民政府", asked_on=today).status_code == 303
    assert opinion.status is Status.REVIEW
    last = spoken(opinion.reviews[0].due_on, clock.today().year)
    detail = text_of(client.get(path))
    assert f"记下了，应在 {last}前作出意见" in detail
    assert "复查 还剩" in detail and "起算 30 日" in detail
    shown = text_of(client.get(f"{path}/record_review"))
    assert "云岭县人民政府" in shown and "前作出意见" in shown and TEXT not in shown
    answer = client.submit(f"{path}/record_review", verdict="kept", decided_on=today, finding="维持原答复")
    assert answer.status_code == 303 and opinion.status is Status.CLOSED
    assert "可以在收到后 30 日内申请复核" in text_of(client.get(f"{path}/ask_review"))


def test_a_matter_that_is_no_claim_says_why_there_is_no_review(db, as_user):
    opinion = make_replied()
    answer = as_user(make_user()).submit(
        f"/opinions/{opinion.ref}/ask_review", organ="县政府", asked_on=opinion.replied_on.isoformat()
    )
    assert answer.status_code == 422 and opinion.status is Status.REPLIED


# sheets to print


def declined():
    opinion = make_opinion()
    service.decline(make_actor(), opinion, ground=Decline.NOT_OURS, text="这条路归县交通局。")
    return opinion


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        (
            "accept",
            lambda: make_routed(stream=Stream.CLAIM),
            ["受理告知书", "申诉求决", "周桂兰：", TEXT, "盖章"],
        ),
        (
            "decline",
            declined,
            ["不予受理告知书", "不归本镇管", "这条路归县交通局。", "12345", "《信访工作条例》第五条"],
        ),
        (
            "answer",
            lambda: make_replied(stream=Stream.CLAIM),
            [
                "信访处理意见书",
                "投诉请求",
                "事实和理由",
                "处理意见",
                "第三十二条",
                "支持",
                "申请复查",
                "盖章",
            ],
        ),
        ("answer", make_replied, ["答复书", "井已洗过"]),
    ],
)
def test_sheets_hold_what_the_law_asks_for(db, as_user, name, make, words):
    opinion = make()
    page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}/print/{name}"))
    assert not [word for word in words if word not in page] and opinion.ref in page
    assert ("申请复查" in page) == (opinion.stream is Stream.CLAIM and name == "answer")


def test_the_sheet_of_a_transfer_says_where_it_went(db, as_user):
    opinion = make_accepted()
    triage.transfer(make_actor(), opinion, organ="县交通运输局", text="电话由他们打给您。")
    page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}/print/transfer"))
    assert "转送告知书" in page and "已转县交通运输局" in page and "第二十二条" in page


def test_the_sheet_of_an_extension_says_how_long_and_why(db, as_user):
    user, opinion = in_hand(Stream.CLAIM)
    handler = actor_of(user.id)
    deferral.ask_extend(handler, opinion, clock_kind=ClockKind.PETITION, length=20, reason="要等测绘结果")
    deferral.extend(make_actor(Role.HEAD), opinion)
    page = text_of(as_user(user).get(f"/opinions/{opinion.ref}/print/extend"))
    for word in ("延期告知书", "延长 20 日", "要等测绘结果", "第三十四条", "新的期限是"):
        assert word in page, word


def test_the_sheet_that_asks_for_papers_says_which_and_until_when(db, as_user):
    user, opinion = in_hand()
    until = work_calendar().add(clock.today(), 3)
    papers.ask_more(actor_of(user.id), opinion, text="请带户口簿来", until=until)
    page = text_of(as_user(user).get(f"/opinions/{opinion.ref}/print/more"))
    assert "补充材料告知书" in page and "请带户口簿来" in page
    assert f"{spoken(until, clock.today().year)}前" in page


def test_a_sheet_that_is_not_due_yet_is_no_page(db, as_user):
    opinion, client = make_accepted(), as_user(make_user())
    for name in ("decline", "transfer", "extend", "more", "answer", "nonsense"):
        assert client.get(f"/opinions/{opinion.ref}/print/{name}").status_code == 404


def test_the_name_on_a_sheet_is_whole_only_for_those_who_may_read_it(db, as_user):
    user, opinion = in_hand(contact=Contact.CONFIDENTIAL)
    path = f"/opinions/{opinion.ref}/print/accept"
    masked, whole = as_user(user).get(path).text, as_user(make_user()).get(path).text
    assert "周桂兰" not in masked and "周**" in masked and "周桂兰" in whole


def test_a_sheet_for_nobody_known_names_nobody(db, as_user):
    opinion = make_accepted(contact=Contact.ANONYMOUS)
    assert "反映人：" in text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}/print/accept"))
