"""预约、上门 on the pages: a resident books, looks, cancels, arrives; the hall's list of the day."""

import re

import pytest
from factories import HALL, VILLAGE_2, make_user
from factories_bookings import code_of_last, make_booking, next_workday, of_today, take_bookings
from factories_hall import GOOD_ID, make_item, make_task
from factories_line import switch_on
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.hall.models import Task
from tracker.line.models import Booking
from tracker.line.rules.bookings import BookingKind, BookingStatus

PHONE = "13612345678"


@pytest.fixture
def clerk(as_user):
    return as_user(make_user(Role.WINDOW, unit=HALL))


def booked(db):
    db.session.expire_all()
    return db.session.scalars(db.select(Booking).order_by(Booking.id)).all()


def codes_on(answer):
    return re.findall(r"<b>(\d{6})</b>", answer.text)


def test_a_town_that_takes_no_bookings_shows_nothing_of_it(visitor, clerk):
    make_item()
    for client, paths in ((visitor, ("/book", "/book/mine")), (clerk, ("/bookings", "/bookings/new"))):
        assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_resident_books_in_three_taps_and_a_form_looks_and_cancels(db, visitor):
    take_bookings()
    item, day = make_item(), next_workday()
    assert f"/book/hall/{day}" in visitor.get(f"/book?item={item.id}").text
    slots = visitor.get(f"/book/hall/{day}?item={item.id}")
    assert f"/book/hall/{day}/09:00-09:30" in slots.text
    path = f"/book/hall/{day}/09:00-09:30"
    answer = visitor.submit(path, name="周桂兰", phone=PHONE, item_id=str(item.id), priority="elderly")
    (code,) = codes_on(answer)
    assert PHONE not in answer.text and "136****5678" in answer.text
    look = visitor.submit("/book/mine", phone=PHONE, code=code, what="look")
    assert item.name in text_of(look) and "09:00-09:30" in text_of(look) and "周桂兰" not in look.text
    gone = visitor.submit("/book/mine", phone=PHONE, code=code, what="cancel")
    assert "取消了" in text_of(gone)
    assert booked(db)[0].status is BookingStatus.CANCELLED


def test_guide_and_catalogue_lead_there_while_bookings_are_taken(visitor):
    item = make_item(at_home=True)
    pages = ("/services", f"/services/{item.code}")
    assert not any("/book" in visitor.get(page).text for page in pages)
    take_bookings()
    assert all("/book" in visitor.get(page).text for page in pages)


def test_the_same_form_sent_twice_books_once_and_shows_the_same_code(db, visitor):
    take_bookings()
    path = f"/book/hall/{next_workday()}/09:00-09:30"
    form = PageReader(visitor.get(path).text).forms[-1]
    sheet = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    sheet |= {"name": "周桂兰", "phone": PHONE, "item_id": "", "priority": "none"}
    first, second = visitor.post(path, data=sheet), visitor.post(path, data=sheet)
    assert codes_on(first) == codes_on(second) != []
    assert len(booked(db)) == 1


def test_wrong_input_stands_at_its_field_and_loses_nothing(visitor):
    take_bookings()
    make_item(at_home=True)
    answer = visitor.submit(
        f"/book/home/{next_workday()}/am", name="周桂兰", phone=PHONE, item_id="", village=""
    )
    assert answer.status_code == 422 and "请选要上门办哪件事" in answer.text and "周桂兰" in answer.text
    answer = visitor.submit("/book/mine", phone=PHONE, code="000000", what="look")
    assert answer.status_code == 422 and "没有找到" in answer.text


def test_made_up_days_slots_and_kinds_are_absent(visitor):
    take_bookings()
    day = next_workday()
    for path in (
        "/book/hall/2020-01-01", "/book/hall/xx", f"/book/xx/{day}", f"/book/hall/{day}/03:00-03:30",
        f"/book/hall/{day}/am", "/book/hall/9999-99-99/am",
    ):
        assert visitor.get(path).status_code == 404, path


def test_somebody_in_the_hall_takes_the_number_with_the_own_telephone(db, visitor):
    switch_on()
    of_today(phone=PHONE)
    code = code_of_last()
    answer = visitor.submit("/book/mine", phone=PHONE, code=code, what="arrive")
    assert "您的号是 A001" in text_of(answer)
    assert booked(db)[0].status is BookingStatus.ARRIVED


def test_the_list_of_the_day_names_who_comes_and_one_press_lets_them_in(db, clerk):
    switch_on()
    one = of_today()
    page = text_of(clerk.get("/bookings"))
    assert one.name in page and "09:00-09:30" in page
    answer = clerk.submit(f"/bookings/{one.id}/arrive", page="/bookings")
    assert answer.status_code == 303
    assert "A001" in text_of(clerk.get("/bookings"))
    assert booked(db)[0].status is BookingStatus.ARRIVED


def test_the_hall_books_for_somebody_on_the_telephone_and_cancels_with_a_reason(db, clerk):
    take_bookings()
    day = next_workday()
    answer = clerk.submit("/bookings/new?kind=hall", when=f"{day}~09:00-09:30", name="周桂兰", phone=PHONE,
                          item_id="", priority="none")
    assert answer.status_code == 303
    assert re.search(r"预约码 \d{6}", text_of(clerk.get(f"/bookings?day={day}")))
    one = booked(db)[0]
    assert clerk.submit(f"/bookings/{one.id}/cancel", reason="").status_code == 422
    assert clerk.submit(f"/bookings/{one.id}/cancel", reason="那天停电").status_code == 303
    assert "周桂兰" not in text_of(clerk.get(f"/bookings?day={day}"))


def test_a_home_visit_goes_from_the_booking_to_the_task_with_its_voucher(db, as_user, clerk):
    one = of_today(BookingKind.HOME)
    goer = make_user(Role.WINDOW, unit=HALL)
    head = as_user(make_user(Role.WINDOW_HEAD))
    assert head.submit(f"/bookings/{one.id}/goer", user_id=str(goer.id)).status_code == 303
    day = text_of(clerk.get("/tasks/home"))
    assert one.name in day and one.place in day and goer.name in day
    page = clerk.get(f"/bookings/{one.id}/take-in")
    assert one.name in page.text
    answer = clerk.submit(f"/bookings/{one.id}/take-in", handed_in="身份证", id_number="123")
    assert answer.status_code == 422
    answer = clerk.submit(f"/bookings/{one.id}/take-in", handed_in="身份证", id_number=GOOD_ID)
    assert answer.status_code == 303 and "voucher" in answer.location
    task = db.session.scalars(db.select(Task)).one()
    assert (task.applicant, task.home_on) == (one.name, clock.today())
    assert booked(db)[0].status is BookingStatus.DONE


def test_an_agent_sees_the_own_visits_alone(as_user):
    one = make_booking(BookingKind.HOME)
    agent = as_user(make_user(Role.AGENT, unit=VILLAGE_2))
    assert one.name not in agent.get(f"/bookings?day={one.day}").text
    assert agent.get(f"/bookings/{one.id}").status_code == 404
    for role in (Role.CADRE, Role.CLERK, Role.SYSADMIN, Role.DEPUTY):
        assert as_user(make_user(role)).get("/bookings").status_code == 403


def test_a_task_says_when_somebody_comes_to_the_home(clerk):
    task = make_task(make_item(at_home=True))
    assert "约上门" in clerk.get(f"/tasks/{task.ref}").text
    assert clerk.submit(f"/tasks/{task.ref}/home", home_on="2020-01-01", home_place="3 组").status_code == 422
    assert clerk.submit(
        f"/tasks/{task.ref}/home", home_on=clock.today().isoformat(), home_place="3 组东头"
    ).status_code == 303
    assert "3 组东头" in text_of(clerk.get("/tasks/home"))
    assert "约好" in text_of(clerk.get(f"/tasks/{task.ref}"))
    assert "约上门" not in clerk.get(f"/tasks/{make_task(make_item(at_home=False)).ref}").text
