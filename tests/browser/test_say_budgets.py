"""反映问题 in a real Chromium: weight (ux.md B1, B3, B5), reach and size (A1, A3–A6, A8, A9, A11)."""

import pytest
from looks import PHONE, axe_violations, follow, press

pytestmark = pytest.mark.browser

SIZES = {"biaozhun": (18, 44), "da": (22, 60), "teda": (30, 60)}
NARROW = {"width": 320, "height": 640}
WORDS = "村口的路灯坏了三盏，晚上老人出门看不见路"
STEPS = ("what", "where", "contact", "check", "receipt")
LEAST_GAP = 8
MEASURE = """() => {
  const shown = one => one.checkVisibility() && !one.closest('.hidden-text, .skip') && !one.matches('.skip');
  const names = 'a[href], button, summary, input, select, textarea';
  const all = [...document.querySelectorAll(names)].filter(shown);
  return all.map(one => {
    const label = one.matches('.choice input') ? one.nextElementSibling : one;
    const box = label.getBoundingClientRect();
    return {name: (label.textContent || one.name).trim().slice(0, 20),
            top: box.top, left: box.left, right: box.right, bottom: box.bottom};
  });
}"""


def walk(page):
    """The pages of /say one after the other, each shown once; nothing but the text is answered."""
    page.goto("/say")
    yield "what"
    page.get_by_label("发生了什么事").fill(WORDS)
    for name in STEPS[1:4]:
        press(page, "继续")
        yield name
    press(page, "提交")
    yield "receipt"


def village_page(page):
    """The address on the poster of the first village."""
    page.goto("/say")
    page.get_by_label("发生了什么事").fill(WORDS)
    press(page, "继续")
    code = page.locator("#village_code option").nth(1).get_attribute("value")
    return f"/v/{code}"


def small(boxes, least):
    """Targets lower or narrower than `least`."""
    return [
        f"{one['name']}: {one['right'] - one['left']:.0f} × {one['bottom'] - one['top']:.0f}"
        for one in boxes
        if one["bottom"] - one["top"] < least - 0.5 or one["right"] - one["left"] < least - 0.5
    ]


def close(boxes):
    """Pairs of targets that touch each other within LEAST_GAP."""
    found = []
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            across = max(one["left"], other["left"]) - min(one["right"], other["right"])
            down = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
            if max(across, down) < LEAST_GAP - 0.5:
                found.append(f"{one['name']} | {other['name']}: {max(across, down):.0f}")
    return found


def wrong_with(page, size):
    """What is wrong with the page that is shown, in this size of letters."""
    letters, target = SIZES[size]
    wrong = []
    for viewport in (PHONE, NARROW):
        page.set_viewport_size(viewport)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > viewport["width"]:
            wrong.append(f"{wide} px wide on {viewport['width']}")
    page.set_viewport_size(PHONE)
    style = page.evaluate("(() => { const s = getComputedStyle(document.querySelector('main'));"
                          " return [parseFloat(s.fontSize), parseFloat(s.lineHeight)]; })()")
    if style[0] != letters or style[1] < 1.5 * letters:
        wrong.append(f"letters of {style}")
    boxes = page.evaluate(MEASURE)
    return wrong + small(boxes, target) + close(boxes) + axe_violations(page)


@pytest.mark.parametrize("size", SIZES)
def test_every_step_is_large_reachable_and_fits(chromium, site, size):
    context = chromium.new_context(viewport=PHONE, base_url=site.url, locale="zh-CN")
    context.add_cookies([{"name": "zi", "value": size, "url": site.url}])
    page = context.new_page()
    titles, wrong = [], []
    for step in walk(page):
        titles.append(page.title())
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        wrong += [f"{step} {size}: {one}" for one in wrong_with(page, size)]
    assert len(set(titles)) == len(STEPS)
    assert not wrong, "\n".join(wrong[:30])
    context.close()


def test_the_standard_page_fits_when_text_is_twice_as_large(chromium, site):
    """WCAG 1.4.4 by the browser's own letters: everything is in rem and nothing has a fixed height."""
    context = chromium.new_context(viewport=NARROW, base_url=site.url)
    page = context.new_page()
    for step in walk(page):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], step
    context.close()


class Weighed:
    """What the network brought to this page so far."""

    def __init__(self, page):
        self.sizes: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self.sizes.append(event["encodedDataLength"]))

    def take(self):
        taken, self.sizes[:] = (len(self.sizes), sum(self.sizes)), []
        return taken


def test_first_view_and_second_view_are_light(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    poster = village_page(page)
    context.close()
    for path in ("/say", poster):
        context = chromium.new_context(viewport=PHONE, base_url=site.url)
        page = context.new_page()
        weighed = Weighed(page)
        page.goto(path, wait_until="networkidle")
        requests, weight = weighed.take()
        assert requests <= 5 and weight <= 30 * 1024, f"{path}: {requests} requests, {weight} bytes"
        page.goto("about:blank")
        weighed.take()
        page.goto(path, wait_until="networkidle")
        fresh = [one for one in weighed.sizes if one]
        assert len(fresh) <= 2 and sum(fresh) <= 10 * 1024, f"{path} again: {fresh}"
        context.close()


def test_the_whole_way_is_light_and_short(chromium, site):
    """B5: ≤ 90 KB and ≤ 6 page loads from the first page to the receipt; E2: ≤ 8 taps."""
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    weighed, loads = Weighed(page), []
    page.on("domcontentloaded", lambda _page: loads.append(page.url))
    for _step in walk(page):
        page.wait_for_load_state("networkidle")
    _requests, weight = weighed.take()
    assert weight <= 90 * 1024, f"{weight} bytes"
    assert len(loads) <= 6
    assert {one.split("?")[0].rstrip("/") for one in loads} == {f"{site.url.rstrip('/')}/say"}
    context.close()


def test_the_script_does_its_arithmetic_while_somebody_types(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    page.goto("/say")
    field = page.locator("#say input[name=work]")
    for _turn in range(100):
        if field.input_value():
            break
        page.wait_for_timeout(100)
    assert field.input_value().isdecimal()
    context.close()


def test_without_a_signal_nothing_is_lost_and_the_next_press_sends(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    page.goto("/say")
    page.get_by_label("发生了什么事").fill(WORDS)
    context.set_offline(True)
    button = page.locator("main").get_by_role("button", name="继续", exact=True)
    button.click()
    assert page.get_by_text("没有发出去").is_visible()
    assert page.get_by_label("发生了什么事").input_value() == WORDS
    context.set_offline(False)
    button.click()
    page.get_by_label("哪个村").wait_for()
    context.close()


def test_leaving_quickly_leaves_no_way_back(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    page.goto("/help")
    page.goto("/say")
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("**/services")
    page.go_back()
    assert page.url.endswith("/help")
    context.close()


def test_larger_letters_without_a_script_keep_what_was_typed(resident):
    resident.goto("/say")
    resident.get_by_label("发生了什么事").fill(WORDS)
    follow(resident.get_by_role("button", name="特大字"))
    assert resident.get_by_label("发生了什么事").input_value() == WORDS
    assert resident.locator("html").get_attribute("class") == "zi-teda"


def test_without_a_script_every_step_ends_in_a_receipt(resident):
    assert list(walk(resident)) == list(STEPS)
    assert len("".join(resident.locator(".receipt-number").inner_text().split())) == 20
