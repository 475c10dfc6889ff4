"""Residents' pages in all three sizes of letters, by ux.md B1–B3 and A1, A3–A6, A8–A11.

B4 is timed, so it lies in benchmarks/residents_pages.py.

The pages anybody can reach come from the running program; those behind a receipt, a voucher or a mistake come
from the same application in this process, which can be put into any state at once.
"""

from collections import defaultdict

import pytest
from crawl import reachable, shape_of
from factories import VILLAGE, make_user
from factories_aftercare import code_for, make_asked
from factories_hall import actor_for, make_item
from factories_opinions import make_closed, make_opinion, make_replied
from factories_ratings import make_case
from looks import PHONE
from measures import NARROW, RESIDENTS, axe, in_size, of_page, prepare

from tracker.catalogue.rules import Kind
from tracker.domain.roles import Role
from tracker.hall import service as hall
from tracker.hall.rules import CaseStatus
from tracker.store.receipts import issued

pytestmark = pytest.mark.browser

TWICE = "document.documentElement.style.fontSize = '200%'; measures.room()"
FOLDS = "for (const fold of document.querySelectorAll('details')) fold.open = true"
PRESSED = """[...document.querySelectorAll('a, button:not([data-copy]):not([data-print]), summary')]
    .map(one => one.innerText.trim())"""


class Weighed:
    """What the network brought, page by page: [(kind, bytes), …]; what came from the cache weighs nothing."""

    def __init__(self, page):
        self.brought, self._kind, self._page = defaultdict(list), {}, {}
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.requestWillBeSent", self.ask)
        self.session.on("Network.loadingFinished", self.finish)

    def ask(self, event):
        self._page[event["requestId"]] = event["documentURL"]
        self._kind[event["requestId"]] = event.get("type", "")

    def finish(self, event):
        number, size = event["requestId"], event["encodedDataLength"]
        if size and number in self._page:
            self.brought[self._page[number]].append((self._kind[number], size))

    def take(self):
        taken = dict(self.brought)
        self.brought.clear()
        return taken


def wrong_here(page, size):
    """What is wrong with the page that is shown, on a phone and on the narrowest."""
    page.evaluate(FOLDS)
    page.set_viewport_size(PHONE)
    wrong = of_page(page) + in_size(page, RESIDENTS[size]) + axe(page)
    page.set_viewport_size(NARROW)
    return wrong + [f"at 320: {one}" for one in page.evaluate("measures.room()")]


@pytest.fixture
def phone(chromium):
    """phone(url, **options) → a page of a resident's phone; closed afterwards."""
    contexts = []

    def new(url, **options):
        contexts.append(chromium.new_context(viewport=PHONE, base_url=url, locale="zh-CN", **options))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def set_size(page, size, url):
    page.context.add_cookies([{"name": "zi", "value": size, "url": url}])


def test_pages_of_residents_are_light_large_and_accessible_in_every_size(phone, site):
    page, bare = phone(site.url), phone(site.url, java_script_enabled=False)
    prepare(page)
    found = dict(reachable(page.request, "/"))
    shapes = {shape_of(path) for path in found}
    assert {"/say", "/progress", "/services", "/services/*", "/notices", "/help", "/privacy"} <= shapes
    wrong, weighed, titles = [], Weighed(page), defaultdict(set)
    for path, source in found.items():
        titles[source.title].add(shape_of(path))
    for size in RESIDENTS:
        set_size(page, size, site.url)
        first = size == "biaozhun"
        weighed.session.send("Network.setCacheDisabled", {"cacheDisabled": first})
        for path in found:
            page.goto(path)
            wrong += [f"{path} {size}: {one}" for one in wrong_here(page, size)]
            if first:
                wrong += [f"{path} twice as large: {one}" for one in page.evaluate(TWICE)]
                missing = missing_without_scripts(page, bare, path)
                wrong += [f"{path} without scripts: no {one}" for one in missing]
        views = weighed.take()
        if size != "da":  # in between the cache fills
            wrong += too_heavy(views, *((5, 30, 8) if first else (2, 10, 8)))
    assert not wrong, "\n".join(wrong[:30])
    same = {title: pages for title, pages in titles.items() if len(pages) > 1}
    assert not same, f"two pages with one title (A8): {same}"


def missing_without_scripts(page, bare, path):
    """A11: every link, button and fold is there without scripts, but for copying and printing."""
    bare.goto(path)
    bare.evaluate(FOLDS)
    there = bare.inner_text("body")
    return [words for words in page.evaluate(PRESSED) if words not in there]


def too_heavy(views, requests, weight, text):
    """B1, B2 and B3: more requests, kilobytes in all or kilobytes of HTML than these."""
    wrong = []
    for url, brought in views.items():
        bytes_in_all = sum(size for _kind, size in brought)
        html = [size for kind, size in brought if kind == "Document"]
        if len(brought) > requests or bytes_in_all > weight * 1024:
            wrong.append(f"{url}: {len(brought)} requests, {bytes_in_all:.0f} bytes")
        wrong += [f"{url}: {one:.0f} bytes of HTML" for one in html if one > text * 1024]
    return wrong


HERE = "http://tracker.test"


@pytest.fixture
def shown(app, db, phone):
    """shown(visitor, path, answer=None) → the page as this visitor gets it, or this answer in its place."""
    page, now = phone(HERE), {}
    prepare(page)

    def serve(route):
        path = route.request.url.removeprefix(HERE)
        with app.app_context():
            answer = now["answer"] if path == now["path"] else app.test_client().get(path)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    page.route("**/*", serve)

    def show(visitor, path, answer=None):
        now.update(path=path, answer=answer or visitor.get(path))
        page.goto(path)
        return page

    return show


def behind_receipts(app, db):
    """(visitor, path, answer or None) for every page of /progress, and for what a mistake shows."""
    for make, paths in [
        (make_opinion, ["", "/withdraw", "/supplement", "/retaliation"]),
        (make_replied, ["", "/rate"]),
        (make_closed, ["", "/reopen"]),
        (make_asked, ["", "/answer"]),
    ]:
        visitor = app.test_client()
        assert visitor.submit("/progress", code=code_for(db, make())).status_code == 303
        for path in paths:
            yield visitor, f"/progress{path}", None
        if make is make_replied:
            yield visitor, "/progress/rate", visitor.submit("/progress/rate")


def in_the_hall(app, db):
    item, key = make_item(asks_id=False, kind=Kind.INSTANT, promised_workdays=0), "form-of-a-voucher"
    said = hall.Application(item=item, applicant="王秀英", handed_in=["身份证", "户口簿"])
    hall.receive(actor_for(make_user(Role.WINDOW)), said, form_key=key, then="spot")
    visitor, rating = app.test_client(), f"/rate/{hall.rate_token(key)}"
    yield visitor, rating, None
    yield visitor, rating, visitor.submit(rating)
    yield visitor, "/rate", visitor.submit("/rate", code="000000", level="bad")
    assert visitor.submit("/task", code=issued(key)).status_code == 303
    yield visitor, "/task", None
    assert visitor.submit(rating, level="good").status_code == 303
    yield visitor, rating, None
    make_case(CaseStatus.CLOSED)
    yield visitor, "/services/ratings", None


def elsewhere(app, db):
    visitor = app.test_client()
    yield visitor, f"/v/{VILLAGE}", None
    yield visitor, "/say", visitor.submit("/say", text="", go="next")
    yield visitor, "/progress", visitor.submit("/progress", code="1234")
    yield visitor, "/no-such-page", None


@pytest.mark.parametrize("pages", [behind_receipts, in_the_hall, elsewhere])
def test_pages_behind_a_receipt_and_after_a_mistake_are_large_and_accessible(app, db, shown, pages):
    wrong = []
    for visitor, path, answer in pages(app, db):
        for size in RESIDENTS:
            page = shown(visitor, path, answer)
            page.evaluate("zi => { document.documentElement.className = zi; }", f"zi-{size}")
            wrong += [f"{path} {size}: {one}" for one in wrong_here(page, size)]
    assert not wrong, "\n".join(wrong[:30])
