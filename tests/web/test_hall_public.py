"""The residents' pages of the hall: catalogue, progress by receipt, rating."""

import pytest
from factories import make_user
from factories_hall import actor_for, code_of, make_extended, make_item, make_owing, make_paused
from support import text_of

from tracker.catalogue.rules import Kind, Topic
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.models import TaskRating
from tracker.store.receipts import issued


def with_receipt(then=""):
    """A task and the 20 digits of its voucher."""
    clerk, item = make_user(Role.WINDOW), make_item(asks_id=False, kind=Kind.INSTANT, promised_workdays=0)
    key = f"form-{item.id}"
    application = service.Application(item=item, applicant="王秀英", handed_in=["身份证", "户口簿"])
    task = service.receive(actor_for(clerk), application, form_key=key, then=then)
    return task, issued(key), service.rate_token(key)


def count_ratings(db):
    return db.session.query(TaskRating).count()


def test_the_catalogue_shows_what_is_published_and_nothing_else(visitor):
    public, draft = make_item(name="高龄津贴申领"), make_item(name="还没定的事", is_public=False)
    page = text_of(visitor.get("/services"))
    assert public.name in page
    assert draft.name not in page
    assert visitor.get(f"/services/{public.code}").status_code == 200
    assert visitor.get(f"/services/{draft.code}").status_code == 404
    assert visitor.get("/services/none").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [("?q=津贴", "高龄津贴申领", "生育登记"), ("?topic=birth", "生育登记", "高龄津贴申领"),
     ("?topic=nonsense", "生育登记", "没有找到")],
)
def test_an_item_is_found_by_words_and_by_what_happens_in_life(visitor, query, shown, hidden):
    make_item(name="高龄津贴申领", topic=Topic.ELDERLY)
    make_item(name="生育登记", topic=Topic.BIRTH, content="新生儿登记")
    page = text_of(visitor.get(f"/services{query}"))
    assert shown in page
    assert hidden not in page


def test_a_guide_tells_the_six_facts_the_papers_and_the_days(visitor):
    item = make_item(promised_workdays=5)
    page = text_of(visitor.get(f"/services/{item.code}"))
    for fact in item.facts.values():
        assert fact in page
    assert "户口簿（复印件，1 份）" in page
    assert "5 个工作日" in page
    assert item.phone in page


def test_the_receipt_opens_the_progress_of_its_task(visitor):
    task, code, _token = with_receipt()
    response = visitor.submit("/task", code=code)
    assert response.status_code == 303
    page = visitor.get("/task")
    assert task.ref in text_of(page)
    assert "正在看材料" in text_of(page)
    assert "王秀英" not in page.text
    visitor.submit("/task/leave", page="/task")
    assert task.ref not in visitor.get("/task").text


@pytest.mark.parametrize(
    ("make", "words"),
    [(make_paused, "石门特〔2026〕3号"), (make_extended, "县里系统停机"), (make_owing, "您答应后补的材料")],
)
def test_the_resident_reads_why_the_days_moved(visitor, make, words):
    task = make()
    visitor.submit("/task", code=code_of(task))
    assert words in text_of(visitor.get("/task"))


def test_unknown_and_wrong_look_alike_and_the_sixth_try_waits(visitor):
    _task, code, _token = with_receipt()
    wrong, unknown = code[:8] + "0" * 12, "12345678" + "0" * 12
    first = visitor.submit("/task", code=wrong)
    other = visitor.submit("/task", code=unknown)
    assert first.status_code == other.status_code == 422
    assert text_of(first) == text_of(other)
    for _n in range(4):
        visitor.submit("/task", code=wrong)
    assert "试的次数太多" in text_of(visitor.submit("/task", code=code))


def test_the_digits_of_an_opinion_open_no_task(visitor, db):
    from tracker.store import receipts
    from tracker.store.action import action

    task, _code, _token = with_receipt()
    clerk = actor_for(make_user(Role.WINDOW))
    with action(clerk, "task.withdraw", task):
        code = receipts.issue(receipts.blank("other"), "opinion", task.id)
    assert visitor.submit("/task", code=code).status_code == 422


def test_nothing_is_chosen_beforehand_and_an_empty_rating_is_none(visitor, db):
    _task, _code, token = with_receipt("spot")
    page = visitor.get(f"/rate/{token}")
    assert "checked" not in page.text
    assert visitor.submit(f"/rate/{token}").status_code == 422
    assert count_ratings(db) == 0


def test_the_token_opens_the_rating_once(visitor, db):
    task, _code, token = with_receipt("spot")
    assert visitor.submit(f"/rate/{token}", level="good", words="办得快").status_code == 303
    assert "已经评价过了" in text_of(visitor.get(f"/rate/{token}"))
    assert task.ref not in visitor.get("/task").text
    assert count_ratings(db) == 1


def test_a_rating_waits_until_the_task_is_done(visitor):
    _task, _code, token = with_receipt()
    page = visitor.get(f"/rate/{token}")
    assert "还没有办完" in text_of(page)
    assert "<form" not in page.text
    assert visitor.get("/rate/" + "0" * 32).status_code == 404


def test_the_rating_stands_behind_the_receipt_too(visitor, db):
    _task, code, _token = with_receipt("spot")
    visitor.submit("/task", code=code)
    refused = visitor.submit("/task/rate", page="/task", form=0)
    assert refused.status_code == 422
    assert visitor.submit("/task/rate", page="/task", form=0, level="bad").status_code == 303
    assert count_ratings(db) == 1
    assert "您评价过了" in text_of(visitor.get("/task"))


def test_nobody_rates_without_receipt_or_token(visitor, db):
    with_receipt("spot")
    assert visitor.post("/task/rate", data={"level": "good"}).status_code == 404
    assert count_ratings(db) == 0


def test_no_rating_on_the_screen_of_a_clerk(as_user, db):
    _task, code, token = with_receipt("spot")
    visitor = as_user(make_user(Role.WINDOW))
    assert "请用您自己的手机评价" in text_of(visitor.get(f"/rate/{token}"))
    visitor.submit("/task", code=code)
    assert "请用您自己的手机评价" in text_of(visitor.get("/task"))
    assert count_ratings(db) == 0
