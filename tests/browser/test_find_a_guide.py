"""A resident's phone finds a guide from an everyday word in three taps at most, with and without scripts."""

import pytest
from looks import PHONE, follow

pytestmark = pytest.mark.browser

MOST_TAPS = 3
WORDS = {
    "低保": "城乡居民最低生活保障申请", "dibao": "城乡居民最低生活保障申请", "准生证": "生育服务登记",
    "盖房子": "农村村民住宅用地（宅基地）审批", "合作医疗": "城乡居民基本医疗保险参保登记", "slj": "",
    "我要给娃办准生证": "生育服务登记",
}


class Taps:
    """A page on which every tap is counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, place):
        self.count += 1
        follow(place)


@pytest.mark.parametrize("with_scripts", [True, False])
def test_an_everyday_word_leads_to_the_guide_in_three_taps(chromium, site, with_scripts):
    context = chromium.new_context(viewport=PHONE, base_url=site.url, java_script_enabled=with_scripts)
    page = context.new_page()
    for word, name in WORDS.items():
        page.goto("/")
        taps = Taps(page)
        taps.on(page.locator("main").get_by_role("link", name="办事指南"))
        page.get_by_label("写几个字找").fill(word)
        taps.on(page.get_by_role("button", name="找", exact=True))
        if not name:
            assert page.get_by_text("没有找到").is_visible()
            continue
        first = page.locator("ul.news a").first
        assert name in first.inner_text(), f"{word}: {first.inner_text()}"
        taps.on(first)
        assert page.locator("h1").inner_text() == name and page.get_by_text("要带什么").is_visible()
        assert taps.count <= MOST_TAPS
    context.close()


def test_the_enter_key_finds_and_a_life_event_needs_no_word(resident):
    resident.goto("/services")
    box = resident.get_by_label("写几个字找")
    box.fill("残疾证")
    box.press("Enter")
    assert "残疾人证申请" in resident.locator("ul.news a").first.inner_text()
    resident.goto("/")
    taps = Taps(resident)
    taps.on(resident.locator("main").get_by_role("link", name="办事指南"))
    taps.on(resident.get_by_role("link", name="生孩子"))
    taps.on(resident.get_by_role("link", name="生育服务登记"))
    assert taps.count <= MOST_TAPS and resident.locator("h1").inner_text() == "生育服务登记"


def test_a_guide_and_its_checklist_print_without_what_only_a_screen_needs(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url)
    page = context.new_page()
    page.goto("/services?q=低保")
    follow(page.locator("ul.news a").first)
    follow(page.get_by_role("link", name="带材料用的清单"))
    assert page.locator("ul.ticks li").count() >= 2
    page.emulate_media(media="print")
    assert not page.locator("header.head").is_visible()
    assert not page.get_by_role("button", name="打印").is_visible()
    assert page.locator("ul.ticks li").first.is_visible()
    context.close()
