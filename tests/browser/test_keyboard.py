"""Keyboard alone: every link, button and field is reached, the focus is seen and never under a sticky bar."""

import pytest

pytestmark = pytest.mark.browser

PAGES = [
    ("clerk", "/opinions"),
    ("clerk", "/opinions/new"),
    ("window", "/tasks/desk"),
    ("cadre", "/visits/new"),
    ("head", "/reports/visit-ledger"),
    ("org", "/assessments"),
]
MARK_ALL = """() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
    const seen = all.filter(e => e.offsetParent !== null && !e.disabled && e.type !== 'hidden'
        && !e.closest('details:not([open]) > :not(summary)') && e.tabIndex >= 0);
    seen.forEach((e, i) => e.dataset.stop = e.type === 'radio' ? 'radio ' + e.name : String(i));
    return [...new Set(seen.map(e => e.dataset.stop))];
}"""
WHERE = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const x = Math.max(0, Math.min(innerWidth - 1, box.left + box.width / 2));
    const y = Math.max(0, Math.min(innerHeight - 1, box.top + box.height / 2));
    const top = document.elementFromPoint(x, y);
    const label = e.labels && e.labels[0];
    const free = !top || e.contains(top) || top.contains(e) || (label && label.contains(top));
    const near = label ? getComputedStyle(label) : style;
    const visible = [style, near].some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none');
    return {stop: e.dataset.stop || '', what: e.outerHTML.slice(0, 80), free, visible};
}"""


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_the_tab_key_reaches_everything(signed_in, login, path):
    page = signed_in(login)
    page.goto(path)
    wanted = set(page.evaluate(MARK_ALL))
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    reached, wrong = set(), []
    for _press in range(len(wanted) + 40):
        page.keyboard.press("Tab")
        found = page.evaluate(WHERE)
        if found is None:
            continue
        reached.add(found["stop"])
        if not found["free"]:
            wrong.append(f"hidden under something: {found['what']}")
        if not found["visible"]:
            wrong.append(f"focus not seen: {found['what']}")
    assert not wanted - reached, f"{path}: never reached {sorted(wanted - reached)[:5]}"
    assert not wrong, "\n".join(wrong[:5])


def test_signing_in_needs_no_mouse(chromium, site):
    context = chromium.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("登录名").focus()
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(site.logins["clerk"]["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    context.close()
