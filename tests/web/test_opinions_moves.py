"""The desk's pages of sorting, handling and waiting: who may open them, what is refused, what follows."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from factories import OFFICE, make_user
from factories_handling import (
    DESK_MOVES,
    make_defer_asked,
    make_extend_asked,
    make_handed_over,
    make_objected,
    make_returned,
    make_waiting,
    make_whistled,
)
from factories_opinions import (
    make_accepted,
    make_handling,
    make_opinion,
    make_routed,
    make_suspect,
    plant_categories,
)
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.policy import POLICY
from tracker.domain.roles import NOT_STAFF, Role
from tracker.opinions import queries
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel, Contact, Status, Urgency
from tracker.people.queries import actor_of
from tracker.store.access import allows

STAFF = [role for role in Role if role not in NOT_STAFF]
BY_NAME = {name: (role, make) for name, role, make in DESK_MOVES}
PRESSED = ("allow_return", "resume", "defer", "end_defer", "extend")


@pytest.mark.parametrize("move", BY_NAME)
def test_each_page_opens_for_whom_the_policy_names_and_for_nobody_else(db, as_user, move):
    opinion = BY_NAME[move][1]()
    for role in STAFF:
        user = make_user(role)
        answer = as_user(user).get(f"/opinions/{opinion.ref}/{move}").status_code
        if role not in POLICY[f"opinion.{move}"]:
            assert answer == 403, role
        else:
            may = allows(actor_of(user.id), f"opinion.{move}", db.session.get(Opinion, opinion.id))
            assert answer == (200 if may else 404), role


@pytest.mark.parametrize("move", [name for name in BY_NAME if name not in PRESSED])
def test_an_empty_page_answers_422_and_changes_nothing(db, as_user, move):
    role, make = BY_NAME[move]
    opinion = make()
    before = opinion.status
    client, path = as_user(make_user(role)), f"/opinions/{opinion.ref}/{move}"
    hidden = {
        name: value for name, value, kind in PageReader(client.get(path).text).forms[-1]["fields"]
        if kind == "hidden"
    }
    assert client.post(path, data=hidden).status_code == 422
    assert db.session.get(Opinion, opinion.id).status is before


SAID = "照实写的话"
SOON = (clock.today() + timedelta(days=4)).isoformat()


@pytest.mark.parametrize(
    ("move", "fields", "status"),
    [
        ("contact", {"reason": SAID}, Status.ACCEPTED), ("object", {"reason": SAID}, Status.SUBMITTED),
        ("hand_back", {"reason": SAID}, Status.TRANSFERRED), ("keep", {"reason": SAID}, Status.SUBMITTED),
        ("transfer", {"organ": "县交通局", "text": SAID}, Status.TRANSFERRED),
        ("allow_return", {}, Status.ACCEPTED), ("refuse_return", {"reason": SAID}, Status.ROUTED),
        ("hand_over", {"office_code": OFFICE, "reason": SAID}, Status.HANDLING),
        ("ask", {"text": SAID}, Status.HANDLING), ("ask_more", {"text": SAID, "until": SOON}, Status.WAITING),
        ("resume", {}, Status.HANDLING), ("ask_defer", {"until": SOON, "reason": SAID}, Status.HANDLING),
        ("defer", {}, Status.DEFERRED), ("refuse_defer", {"reason": SAID}, Status.HANDLING),
        ("end_defer", {}, Status.HANDLING),
        ("ask_extend", {"clock_kind": "petition", "length": "30", "reason": SAID}, Status.HANDLING),
        ("extend", {}, Status.HANDLING), ("refuse_extend", {"reason": SAID}, Status.HANDLING),
        ("whistle", {"departments": "县水利局\n县疾控中心", "text": SAID}, Status.HANDLING),
    ],
)
def test_each_page_does_its_deed_says_so_and_leaves_a_line_in_the_history(db, as_user, move, fields, status):
    role, make = BY_NAME[move]
    opinion, client = make(), as_user(make_user(role))
    answer = client.submit(f"/opinions/{opinion.ref}/{move}", **fields)
    assert answer.status_code == 303
    assert db.session.get(Opinion, opinion.id).status is status
    assert text_of(client.get(answer.headers["Location"]))


def test_a_department_that_was_called_comes_and_leaves_a_result(db, as_user):
    opinion, client = make_whistled(), as_user(make_user(Role.DEPUTY))
    at, one = f"/opinions/{opinion.ref}", opinion.whistles[0].id
    today = clock.today().isoformat()
    assert client.submit(f"{at}/arrive", whistle_id=one, arrived_on=today).status_code == 303
    assert client.submit(f"{at}/end_whistle", whistle_id=one, result="换了滤料").status_code == 303
    page = text_of(client.get(at))
    assert "县水利局" in page and "到场" in page and "换了滤料" in page


def test_the_head_who_was_asked_takes_it_over_and_the_first_office_is_named_until_then(db, as_user):
    there = make_user(Role.UNIT_HEAD, unit=OFFICE)
    opinion = make_handed_over()
    client = as_user(there)
    assert "那边的负责人定" in text_of(client.get(f"/opinions/{opinion.ref}"))
    assert client.submit(f"/opinions/{opinion.ref}/take_over").status_code == 303
    page = text_of(client.get(f"/opinions/{opinion.ref}"))
    assert "首接部门 农业农村办公室" in page


@pytest.mark.parametrize(
    ("make", "role", "move", "why"),
    [
        (make_routed, Role.CLERK, "allow_return", "没有等着定的退单申请"),
        (make_accepted, Role.CLERK, "object", "只有 12345 转办和上级交办的事能提异议"),
        (make_accepted, Role.CLERK, "accept", "这件事现在是“已受理”，不能“受理”"),
        (make_handling, Role.HEAD, "extend", "没有等着批的延期申请"),
        (make_returned, Role.UNIT_HEAD, "return_unit", "已经申请退单，正等着定"),
    ],
)
def test_the_page_of_an_impossible_move_is_a_sentence_and_no_form(db, as_user, make, role, move, why):
    opinion = make()
    page = as_user(make_user(role)).get(f"/opinions/{opinion.ref}/{move.replace('return_unit', 'return')}")
    assert page.status_code == 200 and why in text_of(page)
    assert 'name="reason"' not in page.text


def test_what_is_impossible_is_not_offered(db, as_user):
    opinion = make_routed()
    page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
    assert "同意退单" not in page and "密封移送" in page
    waiting = make_returned()
    page = text_of(as_user(make_user()).get(f"/opinions/{waiting.ref}"))
    assert "同意退单" in page and "归发展办管" in page and "受理员或分管领导定" in page


@pytest.mark.parametrize(
    ("make", "role"),
    [
        (make_opinion, Role.CLERK), (make_accepted, Role.CLERK), (make_routed, Role.UNIT_HEAD),
        (make_handling, Role.UNIT_HEAD), (make_waiting, Role.UNIT_HEAD), (make_returned, Role.CLERK),
        (make_defer_asked, Role.DEPUTY), (make_extend_asked, Role.HEAD),
    ],
)
def test_the_page_of_a_matter_has_one_main_button(db, as_user, make, role):
    opinion = make()
    page = as_user(make_user(role)).get(f"/opinions/{opinion.ref}").text
    assert page.count("button--primary") == 1


def test_a_fast_matter_says_so_on_its_page_with_its_hours(db, as_user):
    opinion = make_opinion(urgency=Urgency.FAST)
    page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
    assert "2 小时内先联系本人" in page and "值班领导" in page and "起算 2 小时" in page


def test_accepting_under_a_safety_category_says_that_it_became_fast(db, as_user):
    plant_categories()
    opinion, category = make_opinion(), queries.category_like("990101001", "安全隐患")
    client = as_user(make_user())
    answer = client.submit(
        f"/opinions/{opinion.ref}/accept", title="井", category_id=category.id, stream="service",
        urgency="act", village_code="", about_unit="",
    )
    assert "2 小时内先联系本人" in text_of(client.get(answer.headers["Location"]))
    slow = make_opinion()
    answer = client.submit(
        f"/opinions/{slow.ref}/accept", title="井", category_id=category.id, stream="service",
        urgency="slow", village_code="", about_unit="",
    )
    assert answer.status_code == 422 and "“快”的事不能缓" in text_of(answer)


def test_the_page_of_refusal_shows_the_path_and_its_basis_and_junk_for_the_tray_alone(db, as_user):
    client = as_user(make_user())
    page = text_of(client.get(f"/opinions/{make_opinion().ref}/decline"))
    assert "《信访工作条例》第三十一条" in page and "信息公开申请表" in page
    assert "广告、乱码或试发" not in page
    assert "广告、乱码或试发" in text_of(client.get(f"/opinions/{make_suspect().ref}/decline"))


def test_the_page_of_papers_says_that_a_petition_runs_on(db, as_user):
    from factories_handling import make_claim

    both = make_claim(channel=Channel.HOTLINE, is_read_back=True)
    page = text_of(as_user(make_user(Role.UNIT_HEAD)).get(f"/opinions/{both.ref}/ask_more"))
    assert "热线工单的期限停着" in page and "信访事项的期限不停" in page


def test_who_asked_for_confidence_stays_hidden_on_the_pages_of_handlers(db, as_user):
    opinion = make_handling(contact=Contact.CONFIDENTIAL)
    head = make_user(Role.UNIT_HEAD)
    for move in ("contact", "ask", "ask_more", "ask_defer"):
        assert "周桂兰" not in as_user(head).get(f"/opinions/{opinion.ref}/{move}").text


def test_the_day_page_shows_what_waits_for_a_verdict(db, as_user):
    waiting, objected = make_returned(), make_objected()
    page = as_user(make_user()).get("/me").text
    assert quote(waiting.ref) in page and quote(objected.ref) in page
    asked = make_extend_asked()
    assert quote(asked.ref) in as_user(make_user(Role.HEAD)).get("/me").text
    assert quote(asked.ref) not in as_user(make_user(Role.DEPUTY)).get("/me").text


def test_a_year_is_confirmed_once_its_days_are_in(db, as_user):
    client = as_user(make_user(Role.SYSADMIN))
    page = client.get("/admin/workdays/confirm").text
    year = page.split('value="20')[1][:2]
    early = client.submit("/admin/workdays/confirm", year=f"20{year}")
    assert early.status_code == 422 and "一天也没有录入" in text_of(early)
    client.submit("/admin/workdays/change", on_date=f"20{year}-01-01", is_workday="no", name="元旦")
    assert client.submit("/admin/workdays/confirm", year=f"20{year}").status_code == 303
    assert f"20{year} 年的放假安排还没有录入" not in text_of(client.get("/admin/workdays"))
