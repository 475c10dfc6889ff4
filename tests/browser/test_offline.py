"""没有信号 in a real Chromium: a closed phone, lost replies, a false login page, sign-out, budgets."""

import io
import random
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing

import factories_field as field
import pytest
from looks import PHONE, wait_until
from measures import FIELD, axe, by_tab, in_size, prepare
from PIL import Image
from playwright.sync_api import expect
from wire import DOWN, GOOD, LOSING, PORTAL, Wire

pytestmark = pytest.mark.browser

VISITS, PHOTOS, PEOPLE = 5, 3, 23
OURS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
]
PLACE = "去了谁家、哪个村"
DETAIL = re.compile(r"/visits/[^/#]+-\d+$")
FIRST_VIEW, LARGEST_PHOTO, TARGET_OF_PHOTO, THUMB = 80 * 1024, 400 * 1024, 300 * 1024, 52
CACHED = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      kept.push([new URL(one.url).pathname, await (await cache.match(one)).text()]);
    }
  }
  return kept;
}"""
AGE = """async () => {
  const done = (request) => new Promise((good) => { request.onsuccess = () => good(request.result); });
  const db = await done(indexedDB.open("tracker-field"));
  const store = db.transaction("drafts", "readwrite").objectStore("drafts");
  for (const one of await done(store.getAll())) {
    await done(store.put({...one, changed: Date.now() - 72 * 3600000 - 1000}));
  }
  db.close();
}"""
AGE_PACK = """async () => {
  const done = (request) => new Promise((good) => { request.onsuccess = () => good(request.result); });
  const db = await done(indexedDB.open("tracker-field"));
  const meta = db.transaction("meta", "readwrite").objectStore("meta");
  for (const one of await done(meta.getAll())) if (one.day) await done(meta.put({...one, day: "2020-01-01"}));
  db.close();
}"""
KEPT = """async () => {
  const done = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = bad;
  });
  const db = await done(indexedDB.open("tracker-field"));
  const rows = {};
  const held = (store) => db.transaction(store).objectStore(store).getAll();
  for (const store of db.objectStoreNames) rows[store] = await done(held(store));
  db.close();
  const waiting = rows.records.filter((one) => one.state !== "done");
  return {
    visits: Object.fromEntries(waiting.map((one) => [one.id, one.photos.map((photo) => photo.sha256)])),
    sizes: rows.photos.map((one) => one.sealed.data.byteLength - 16), drafts: rows.drafts.length,
    keys: rows.keys.map((one) => one.key.extractable), text: JSON.stringify(rows),
  };
}"""


def photo(number, width=600, height=800):
    """A picture of its own for each number: coarse noise."""
    noise = random.Random(number)  # noqa: S311  # a picture, not a secret
    small = (width // 20, height // 20)
    sheet = io.BytesIO()
    coarse = Image.frombytes("RGB", small, noise.randbytes(small[0] * small[1] * 3))
    coarse.resize((width, height)).save(sheet, "JPEG", quality=90)
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": sheet.getvalue()}


@pytest.fixture
def wire(site):
    with Wire(site.url) as line:
        yield line


@pytest.fixture
def phone(chromium, wire):
    """phone() → a page of a phone's browser; what it stores outlives the closing of the context."""
    contexts = []
    with tempfile.TemporaryDirectory(prefix="phone-") as folder:

        def start():
            contexts.append(chromium.browser_type.launch_persistent_context(
                folder, executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=OURS,
                viewport=PHONE, has_touch=True, base_url=wire.url, locale="zh-CN",
                timezone_id="Asia/Shanghai", accept_downloads=True,
            ))
            return contexts[-1].pages[0]

        yield start
        for context in contexts:
            context.close()


def sign_in(page, site, login="cadre", target="/me"):
    page.goto(f"/login?next={target}")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(site.logins[login]["password"])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**{target}")


def ready(page):
    """The worker has its pages and the form listens."""
    wait_until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.locator("form[data-ready]").wait_for()


def out_of_reach(page, wire, is_out):
    wire.mode = DOWN if is_out else GOOD
    page.context.set_offline(is_out)


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def fill_in(page, words, photos=()):
    page.locator("form[data-ready]").wait_for()
    page.get_by_label(PLACE).select_option(index=1)
    page.get_by_label("群众原话").fill(words)
    if photos:
        page.get_by_text("放照片").click()
        page.locator("input[type=file]").set_input_files(list(photos))
        page.locator(".photos img").nth(len(photos) - 1).wait_for()


def stored(site, query, *values):
    with closing(sqlite3.connect(f"file:{site.instance / 'tracker.db'}?mode=ro", uri=True)) as base:
        return base.execute(query, values).fetchall()


def visits_of(site, client_ids):
    marks = ",".join("?" * len(client_ids))
    return stored(site, f"select client_id, id from visit where client_id in ({marks})", *client_ids)  # noqa: S608


def test_five_visits_outlive_the_browser_and_lost_replies(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    page.goto("/visits/outbox")
    press(page, "下乡带着走")
    page.get_by_text("带上了").first.wait_for()
    out_of_reach(page, wire, True)
    for visit in range(VISITS):
        page.goto("/visits/new")
        fill_in(page, f"第 {visit} 户说井水发浑", [photo(visit * PHOTOS + n) for n in range(PHOTOS)])
        if visit < 2:  # the second says something else of the same household
            page.get_by_text("这一户的情况变了").click()
            page.get_by_label("家里现在几口人").fill(str(PEOPLE + visit))
        press(page, "先存在手机里")
        page.locator(".tag", has_text="待上传").nth(visit).wait_for()
    page.goto("/visits/new")
    fill_in(page, "说到一半被叫走了")
    page.get_by_text("没填完的已存在手机里").wait_for()
    before = page.evaluate(KEPT)
    assert "井水" not in before["text"] and before["keys"] == [False]
    cached = page.evaluate(CACHED)
    assert cached and "/me" not in dict(cached)
    assert not any(site.logins["cadre"]["name"] in text for _path, text in cached)
    page.context.close()

    page = phone()
    out_of_reach(page, wire, True)
    page.goto("/visits/outbox")
    page.locator(".tag", has_text="待上传").nth(VISITS - 1).wait_for()
    assert page.get_by_text(f"没有信号，先存在手机里（{VISITS} 条待上传）").is_visible()
    page.goto("/visits/new")
    page.get_by_text("上次没填完").wait_for()
    press(page, "接着填")
    expect(page.get_by_label("群众原话")).to_have_value("说到一半被叫走了")
    after = page.evaluate(KEPT)
    assert after["visits"] == before["visits"] and len(after["visits"]) == VISITS

    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    page.get_by_text("登录后自动上传").wait_for()
    assert page.evaluate(KEPT)["visits"] == before["visits"]
    wire.mode = LOSING
    sign_in(page, site, target="/visits/outbox")
    page.get_by_text("没有待上传的走访").wait_for(timeout=60000)
    assert wire.lost >= VISITS
    assert page.evaluate(KEPT)["visits"] == {}
    rows = dict(visits_of(site, before["visits"]))
    assert len(rows) == VISITS == len(visits_of(site, before["visits"]))
    for client_id, hashes in before["visits"].items():
        kept = stored(site, "select sha256 from visit_photo_due where visit_id = ? and came_on is not null"
                            " and not is_broken", rows[client_id])
        assert sorted(row[0] for row in kept) == sorted(hashes) and len(hashes) == PHOTOS
    assert stored(site, "select count(*) from household where people_count = ?", PEOPLE) == [(1,)]
    page.reload()  # what differs stays until somebody read it
    noted = page.locator(".field-item", has_text=f"您写的：{PEOPLE + 1}")
    noted.get_by_role("button", name="知道了").click()
    noted.wait_for(state="detached")


def test_a_login_page_that_says_yes_takes_nothing_from_the_phone(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    wire.mode = PORTAL
    fill_in(page, "井水发浑", [photo(99)])
    press(page, "保存")
    page.wait_for_url("**/visits/outbox")
    press(page, "立即上传")
    page.locator(".tag", has_text="待上传").wait_for()
    kept = page.evaluate(KEPT)["visits"]
    assert len(kept) == 1 and not visits_of(site, kept)
    other = page.context.new_page()
    other.goto("/visits/outbox")
    other.locator(".tag", has_text="待上传").wait_for()
    wire.mode = GOOD
    for tab in (other, page):
        tab.evaluate("document.querySelector('.field-send .button--primary')?.click()")
    page.locator(".tag", has_text="已上传").wait_for()
    assert len(visits_of(site, kept)) == 1 and page.evaluate(KEPT)["visits"] == {}
    assert wire.posts.count("/sync/visits") == 1, "two tabs sent the same visit"


def test_another_account_neither_sees_nor_sends_and_signing_out_asks_or_saves_a_file(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    out_of_reach(page, wire, True)
    page.goto("/visits/new")
    fill_in(page, "先记下")
    press(page, "先存在手机里")
    page.locator(".tag", has_text="待上传").wait_for()
    kept = page.evaluate(KEPT)["visits"]
    page.context.clear_cookies()

    out_of_reach(page, wire, False)
    sign_in(page, site, "cadre2", "/visits/outbox")
    page.get_by_text("没有待上传的走访").wait_for()
    page.get_by_text("已同步").wait_for()
    assert page.evaluate(KEPT)["visits"] == kept and not visits_of(site, kept)

    page.context.clear_cookies()
    wire.blocked = "/sync/visits"
    sign_in(page, site, target="/visits/outbox#leave")
    page.locator(".tag", has_text="待上传").wait_for()
    assert not page.locator(".field-leave").count(), "a link empties no phone"
    page.goto("/visits/new")
    fill_in(page, "说到一半")
    page.get_by_text("没填完的已存在手机里").wait_for()
    page.locator("details.who summary").click()
    page.get_by_role("button", name="退出").click()
    page.get_by_text("这台手机里还有 1 条走访没有上传、1 条没填完").wait_for()
    with page.expect_download() as saved:
        page.locator(".card--warning").get_by_role("button", name="存到文件").click()
    assert '"format":"tracker-visits"' in saved.value.path().read_text()
    page.get_by_role("button", name="不要这 2 条了，退出").click()
    page.wait_for_url("**/login")
    rest = page.evaluate(KEPT)
    assert rest["visits"] == {} and rest["drafts"] == 0 and rest["keys"] == [] == rest["sizes"]
    assert not visits_of(site, kept)
    sign_in(page, site, target="/visits/load")
    page.locator("main input[type=file]").set_input_files(saved.value.path())
    page.locator("main form button[type=submit]").last.click()
    wait_until(lambda: len(visits_of(site, kept)) == 1)


def test_one_bad_record_is_set_aside_with_its_reason_and_mended(phone, wire, site):
    page = phone()
    prepare(page)
    sign_in(page, site, target="/visits/new")
    ready(page)
    out_of_reach(page, wire, True)
    for words, day in (("日子写错了", "2099-01-01"), ("日子写对了", "")):
        page.goto("/visits/new")
        fill_in(page, words)
        if day:
            page.get_by_label("哪天去的").fill(day)
        press(page, "先存在手机里")
        page.locator(".tag", has_text="待上传").first.wait_for()
    kept = page.evaluate(KEPT)["visits"]
    assert not in_size(page, FIELD) + axe(page)
    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    page.locator(".tag", has_text="需要您处理").wait_for()
    page.locator(".tag", has_text="已上传").wait_for()
    assert page.locator(".field-reason").inner_text()
    assert len(visits_of(site, kept)) == 1
    page.get_by_role("link", name="改一改").click()
    expect(page.get_by_label("群众原话")).to_have_value("日子写错了")
    page.get_by_label("哪天去的").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    name, = stored(site, "select name from user_account where job_title like '%副镇长'")[0]
    page.get_by_label("群众原话").fill(f"日子写错了，听{name}说的")
    page.get_by_text("有，写下是什么事").click()
    page.get_by_label("什么事").first.fill(f"{name}答应修的路没修")
    ticks = page.get_by_label("只是提到，不是告他")
    for at in range(2):  # the words, then the matter: asked, and nothing typed is lost
        assert [one.is_visible() for one in ticks.all()].count(True) == at
        press(page, "保存")
        page.locator("#errors a", has_text="只是提到").click()
        ticks.nth(at).check()
    assert not axe(page)
    press(page, "保存")
    page.wait_for_url(DETAIL)
    assert "日子写错了" in page.locator("main").inner_text()
    assert len(visits_of(site, kept)) == len(kept) == 2


def test_colleagues_and_a_service_are_chosen_without_a_signal_and_what_follows_waits(phone, wire, site):
    """From the pack; the 代办 lies in the hall with its visit, and the later visit waits for the first."""
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    out_of_reach(page, wire, True)
    page.goto("/visits/new")
    page.get_by_text("还有谁在场、和谁一起去的").click()
    page.get_by_text("先在有信号的地方点“下乡带着走”").wait_for()
    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    press(page, "下乡带着走")
    page.get_by_role("button", name="复制住址").first.wait_for()
    out_of_reach(page, wire, True)
    for words, day in (("日子写错了", "2099-01-01"), ("带着同事去的", "")):
        page.goto("/visits/new")
        fill_in(page, words)
        if day:
            page.get_by_label("哪天去的").fill(day)
        else:
            page.get_by_text("还有谁在场、和谁一起去的").click()
            page.locator("[name=companion_ids]").first.check()
            page.get_by_text("有，写下是什么事").click()
            page.get_by_label("什么事").fill("想办老年证，腿脚不便")
            page.get_by_text("转成办件", exact=True).click()
            page.get_by_label("要办哪一项").select_option(index=1)
            page.get_by_text("没填完的已存在手机里").wait_for()
            page.evaluate(AGE_PACK)
            page.reload()
            press(page, "接着填")
            expect(page.locator("[name=companion_ids]:checked")).to_have_count(1)
            expect(page.get_by_label("要办哪一项")).not_to_have_value("")
        press(page, "先存在手机里")
        page.locator(".tag", has_text="待上传").first.wait_for()
    kept = page.evaluate(KEPT)["visits"]
    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    page.locator(".tag", has_text="需要您处理").wait_for()
    page.locator(".tag", has_text="已上传").wait_for()
    ((_key, visit),) = visits_of(site, kept)
    assert len(stored(site, "select 1 from visit_companion where visit_id = ?", visit)) == 1
    tasks = "select channel, task.status from task join problem on turned_to = 'task' and turned_id = task.id"
    assert stored(site, tasks + " where visit_id = ?", visit) == [("agent", "received")]
    waits = "select parent_id is null from visit_follow where visit_id = ?"
    assert stored(site, waits, visit) == [(1,)]
    page.get_by_role("link", name="改一改").click()
    page.locator("form[data-ready]").wait_for()
    page.get_by_label("哪天去的").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    press(page, "保存")
    page.wait_for_url(DETAIL)
    assert stored(site, waits, visit) == [(0,)]


def test_a_visit_somebody_else_sent_under_its_key_is_kept_twice_and_leads_to_both(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    out_of_reach(page, wire, True)
    page.goto("/visits/new")
    fill_in(page, "手机上的这份")
    press(page, "先存在手机里")
    page.locator(".tag", has_text="待上传").wait_for()
    (key,) = page.evaluate(KEPT)["visits"]
    wire.mode = GOOD
    token = page.context.request.get("/sync/hello").json()["token"]
    village = stored(site, "select unit_code from unit where kind = 'village' order by unit_code")[0][0]
    other = field.item(key, place=f"v{village}")
    sent = page.context.request.post("/sync/visits", data=other, headers={"X-Token": token})
    assert sent.status == 201
    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    page.locator(".field-reason", has_text="两份都留着").wait_for()
    assert list(page.evaluate(KEPT)["visits"]) == [key], "it stays until a person has decided"
    page.get_by_role("link", name="看两份，再定").click()
    page.get_by_role("link", name="看两份，再定").last.click()
    page.get_by_label("存成新的走访").check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(DETAIL)
    page.goto("/visits/outbox")
    page.get_by_text("没有待上传的走访").wait_for()


def test_a_refused_photo_and_words_for_an_opinion_hold_up_nothing(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/new")
    ready(page)
    out_of_reach(page, wire, True)
    page.goto("/visits/new")
    fill_in(page, "照片没人等", [photo(5)])
    press(page, "先存在手机里")
    page.locator(".tag", has_text="待上传").wait_for()
    page.goto("/visits/new")
    fill_in(page, "")
    page.get_by_text("有，写下是什么事").click()
    page.get_by_text("当场解决").first.click()
    page.get_by_label("怎么解决的").first.fill("当场说通了")
    press(page, "先存在手机里")
    page.get_by_role("link", name="请写下是什么事").click()
    page.get_by_label("什么事").first.fill("低保没评上")
    page.get_by_text("转成诉求").first.click()
    press(page, "先存在手机里")
    page.locator(".tag", has_text="待上传").nth(1).wait_for()
    with page.expect_download() as saved:
        press(page, "存到文件")
    text = saved.value.path().read_text()
    assert "照片没人等" in text and "低保" not in text
    page.get_by_text("有 1 条写了要转成诉求的事").wait_for()
    kept = page.evaluate(KEPT)["visits"]

    nobody = re.compile("/sync/photos/")
    lost = {"status": 404, "content_type": "application/json", "body": "{}"}
    page.context.route(nobody, lambda way: way.fulfill(**lost))
    out_of_reach(page, wire, False)
    page.goto("/visits/outbox")
    page.locator(".field-reason", has_text="照片对不上这条走访").wait_for()
    page.locator(".tag", has_text="已上传").wait_for()
    assert len(visits_of(site, kept)) == 2
    first = next(one for one, photos in kept.items() if photos)
    mending = page.context.new_page()
    mending.goto(f"/visits/new#record={first}")
    mending.locator("form[data-ready]").wait_for()
    page.context.unroute(nobody)
    press(page, "立即上传")
    page.locator(".tag", has_text="已上传").nth(1).wait_for()
    press(mending, "保存")
    mending.get_by_text("这条已经上传了").wait_for()
    assert len(visits_of(site, kept)) == 2 and page.evaluate(KEPT)["visits"] == {}


def test_what_is_unfinished_goes_after_three_days_and_the_pack_with_the_day(phone, wire, site):
    page = phone()
    sign_in(page, site, target="/visits/outbox")
    press(page, "下乡带着走")
    page.get_by_text("今天带着的").wait_for()
    page.goto("/visits/new")
    fill_in(page, "说到一半", [photo(7, 3000, 4000)])
    wait_until(lambda: page.evaluate(KEPT)["sizes"] != [])
    assert 65536 < page.evaluate(KEPT)["sizes"][0] <= TARGET_OF_PHOTO < LARGEST_PHOTO  # B14
    page.goto("/visits/outbox")
    page.get_by_text("没填完的").first.wait_for()
    page.evaluate(AGE)
    page.evaluate(AGE_PACK)
    page.reload()
    page.get_by_text("没有待上传的走访").wait_for()
    rest = page.evaluate(KEPT)
    assert rest["drafts"] == 0 and rest["sizes"] == []
    assert not page.get_by_text("今天带着的").is_visible()


def test_three_taps_record_a_visit_without_a_problem(phone, wire, site):
    """E3, F1: 记走访, the household, 保存; the button is full-width at the thumb without scrolling."""
    page = phone()
    prepare(page)
    sign_in(page, site)
    page.locator("main").get_by_role("link", name="记走访").first.tap()
    page.locator("form[data-ready]").wait_for()
    button = page.locator("form[data-visit] .button--primary").last
    box = button.bounding_box()
    assert box["height"] >= THUMB and box["width"] >= PHONE["width"] * 0.8
    assert PHONE["height"] * 0.6 < box["y"] and box["y"] + box["height"] <= PHONE["height"]
    assert not in_size(page, FIELD) + axe(page) + by_tab(page)
    page.locator("a[data-place]").first.tap()
    button.tap()
    page.wait_for_url(DETAIL)


def test_the_house_can_take_the_worker_back(chromium, wire):
    context = chromium.new_context(viewport=PHONE, base_url=wire.url)
    page = context.new_page()
    page.goto("/visits/outbox")
    wait_until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    assert page.evaluate(CACHED)
    worker = page.request.get("/sw.js").text()
    off = re.sub(r'"(files|shells)":\[[^]]*\]', r'"\1":[]', worker).encode()
    wire.instead["/sw.js"] = ("text/javascript", off)
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    wait_until(lambda: page.evaluate("navigator.serviceWorker.getRegistrations()") == [])
    assert page.evaluate(CACHED) == []
    context.close()


def test_first_views_on_a_phone_are_light(chromium, site):
    """B6: everything a page itself loads, with an empty cache."""
    context = chromium.new_context(viewport=PHONE, base_url=site.url, service_workers="block")
    page = context.new_page()
    sign_in(page, site)
    session, sizes = context.new_cdp_session(page), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    for path in ("/me", "/visits/new", "/visits/outbox"):
        session.send("Network.clearBrowserCache")
        sizes.clear()
        page.goto(path, wait_until="networkidle")
        assert 0 < sum(sizes) <= FIRST_VIEW, f"{path}: {sum(sizes)}"
    context.close()
