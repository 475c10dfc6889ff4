"""The measures themselves: a page on which everything is wrong is found wrong in everything."""

import pytest
from looks import PHONE
from measures import RESIDENTS, axe, by_tab, in_size, of_page, prepare

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="zh-CN"><title>好</title><style>
main {{ font-size: 18px; line-height: 1.7; }} button {{ min-height: 44px; min-width: 60px; font-size: 18px; }}
.bar {{ position: sticky; top: 0; height: 50px; background: #fff; }} {style}</style>
<body><header class="bar">石门镇</header><main><h1>好的一页</h1>{content}</main></body></html>"""
BUTTON = "<button>按</button>"
COVER = ".cover { position: fixed; bottom: 0; width: 100%; height: 300px; background: #fff; }"
MISTAKES = [
    ("A3", "", "<button style='min-width: 0; width: 40px'>按</button>"),
    ("A4", "", BUTTON + BUTTON),
    ("A5", "main { font-size: 17px; }", ""),
    ("A5", "main { line-height: 1.4; }", ""),
    ("A5", "", "<p style='font-size: 12px'>小字</p>"),
    ("A6", "", "<p style='width: 500px'>宽</p>"),
    ("A6", "", "<p>第一行字</p><p style='margin-top: -40px'>第二行字</p>"),
    ("A7", ":focus { outline: 0; }", BUTTON),
    ("A7", COVER, f"<p style='height: 1200px'></p><p class='cover'>盖住</p>{BUTTON}"),
    ("A7", "", "<button onfocus='this.nextElementSibling.remove()'>按</button><button>没有了</button>"),
    ("A8", "", "<h1>又一个</h1>"),
    ("A9", "", "<input style='height: 44px' aria-label='姓名' placeholder='姓名'>"),
    ("A9", "", "<label for='a'>姓名</label><input id='a' placeholder='姓名' style='height: 44px'>"),
    ("A10", ".tag { display: inline-block; height: 20px; }", "<span class='tag tag--danger'></span>"),
    ("A10", "", "<span class='tag tag--danger'>办理中</span> <span class='tag tag--info'>办理中</span>"),
    ("A10", "", "<table><tr class='is-late'><td>石门-诉-0412</td></tr></table>"),
]


@pytest.fixture(scope="module")
def blank(chromium):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    prepare(page)
    yield page
    context.close()


def measured(page, style="", content=""):
    page.goto("about:blank")
    page.set_content(GOOD.format(style=style, content=content))
    return of_page(page) + in_size(page, RESIDENTS["biaozhun"]) + by_tab(page)


def test_a_good_page_is_found_good(blank):
    assert measured(blank, content=f"<p><label for='a'>姓名</label></p>{BUTTON}") == []
    assert axe(blank) == []


@pytest.mark.parametrize(("budget", "style", "content"), MISTAKES)
def test_each_mistake_is_found(blank, budget, style, content):
    found = measured(blank, style, content)
    assert any(f"({budget})" in one for one in found), found


def test_axe_finds_pale_words(blank):
    measured(blank, content="<p style='color: #bbb'>淡得看不清</p>")
    assert any(one.startswith("color-contrast") for one in axe(blank))
