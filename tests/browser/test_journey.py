"""The main job from end to end: four records by many accounts, then six workbooks to hand in."""

import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from looks import follow, press

pytestmark = pytest.mark.browser

WORDS = "村口的路灯坏了三盏，晚上老人出门看不见"
NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()
ANSWER = "三盏路灯 25 日前换好，电工已经去看过。"


def send(page) -> None:
    """The first form of the page's own part, whatever its button says."""
    follow(page.locator("main form button[type=submit]").first)


def do(page, url: str, move: str, button: str) -> None:
    """A move that asks nothing: open its page, press its button."""
    page.goto(f"{url}/{move}")
    press(page, button)


def speak_up(resident) -> tuple[str, str]:
    """/say without script, one question a page; answers (number, receipt)."""
    resident.goto("/say")
    resident.get_by_label("发生了什么事").fill(WORDS)
    for _step in range(3):
        press(resident, "继续")
    assert WORDS in resident.locator("main").inner_text()
    press(resident, "提交")
    ref = re.search(r"\S+-诉-\d+", resident.locator("h1").inner_text())
    receipt = "".join(re.findall(r"\d", resident.locator(".receipt-number").inner_text()))
    assert ref and len(receipt) == 20
    return ref.group(0), receipt


def test_a_resident_speaks_up_and_rates_the_answer(resident, signed_in, site):
    ref, receipt = speak_up(resident)
    office = site.logins["unithead"]["unit"]

    clerk = signed_in("clerk")
    clerk.goto(f"/opinions/{ref}/accept")
    clerk.get_by_label("事由").fill("村口路灯坏了三盏")
    clerk.get_by_label("类别").select_option(label="道路水利等基础设施")
    press(clerk, "受理")
    clerk.goto(f"/opinions/{ref}/route")
    clerk.get_by_label(office).check()
    press(clerk, "交办")

    head = signed_in("unithead")
    head.goto(f"/opinions/{ref}/assign")
    head.get_by_label(site.logins["handler"]["name"]).check()
    press(head, "指派承办人")

    handler = signed_in("handler")
    handler.goto("/me")
    assert "村口路灯坏了三盏" in handler.locator("main").inner_text()
    handler.goto(f"/opinions/{ref}/draft")
    handler.get_by_label("已看过群众原话").check()
    handler.get_by_label("支持", exact=True).check()
    handler.get_by_label("答复", exact=True).fill(ANSWER)
    press(handler, "交部门负责人签发")
    do(head, f"/opinions/{ref}", "sign", "签发")
    handler.goto(f"/opinions/{ref}/call_back")
    assert "记回访" not in handler.locator("h1").inner_text()  # never by the one who handled it

    resident.goto("/progress")
    resident.get_by_role("textbox").first.fill(receipt)
    send(resident)
    assert ANSWER in resident.locator("main").inner_text()
    resident.goto("/progress/rate")
    resident.get_by_label("满意", exact=True).check()
    resident.get_by_label("解决了", exact=True).check()
    send(resident)

    clerk.goto(f"/opinions/{ref}")
    assert "满意" in clerk.locator("main").inner_text()


def test_a_visit_raises_a_problem_that_somebody_else_strikes_off(signed_in, site):
    cadre = signed_in("cadre")
    cadre.goto("/visits/new")
    cadre.get_by_label("去了谁家、哪个村").select_option(index=1)
    cadre.get_by_text("有，写下是什么事").click()
    cadre.get_by_label("什么事").first.fill("井水泛黄，要换水管")
    press(cadre, "保存")
    text = cadre.locator("main").inner_text()
    ref = re.search(r"\S+-问-\d+", text)
    assert ref and "井水泛黄" in text
    url = f"/problems/{ref.group(0)}"

    clerk = signed_in("clerk")
    clerk.goto(f"{url}/assign")
    person = site.logins["handler"]
    clerk.get_by_label("交给谁").select_option(label=f"{person['name']} · {person['unit']}")
    clerk.get_by_label("哪天前解决").fill(NEXT_WEEK)
    press(clerk, "交办")

    handler = signed_in("handler")
    handler.goto(f"{url}/progress")
    handler.get_by_role("textbox").first.fill("水管已经买到，后天换")
    press(handler, "记下")
    handler.goto(f"{url}/apply")
    handler.get_by_role("textbox").first.fill("水管换好了，水清了")
    press(handler, "申请销号")
    handler.goto(f"{url}/strike_off")
    assert "没有找到" in handler.locator("h1").inner_text() or "岗位" in handler.locator("h1").inner_text()

    clerk.goto(f"{url}/check")
    send(clerk)
    clerk.goto(f"{url}/strike_off")
    clerk.locator("main form input[type=radio]").first.check()
    send(clerk)
    clerk.goto(url)
    assert "已销号" in clerk.locator("main").inner_text()


def test_the_hall_takes_in_a_task_and_finishes_it(signed_in, resident):
    window = signed_in("window")
    window.goto("/tasks/desk")
    follow(window.locator("main a[href*='item=']").first)
    desk = window.url
    window.get_by_label("申请人姓名").fill("贺小满")
    window.get_by_label("电话").fill("19900001234")
    press(window, "受理")  # neither papers nor identity card: told at once, nothing lost
    assert window.locator("[role=alert]").count() and window.url == desk
    assert window.get_by_label("申请人姓名").input_value() == "贺小满"
    for box in window.locator("main form input[type=checkbox]").all():
        box.check()
    press(window, "受理")
    assert window.url != desk and not window.locator("[role=alert]").count()
    ref = re.search(r"石门-办-\d+", window.locator("main").inner_text())
    assert ref, "no number on the voucher"
    receipt = re.search(r"(?:\d{4}\s){4}\d{4}", window.locator("main").inner_text())
    assert receipt, "no receipt on the voucher"

    resident.goto("/task")
    resident.get_by_role("textbox").first.fill(receipt.group(0))
    send(resident)
    assert ref.group(0) in resident.locator("body").inner_text()

    window.goto(f"/tasks/{ref.group(0)}/finish")
    window.locator("main form input[type=radio]").first.check()
    send(window)
    window.goto(f"/tasks/{ref.group(0)}")
    assert "已办结" in window.locator("main").inner_text()

    resident.goto("/services")
    follow(resident.locator("main a[href^='/services/']").first)
    for fact in ("办理流程", "办理方式", "办理时间", "办理地点", "办理人员"):
        assert fact in resident.locator("main").inner_text(), fact


def test_leading_members_are_never_graded_here(signed_in, site):
    org = signed_in("org")
    org.goto(f"/assessments/{date.today().year}")
    follow(org.get_by_role("link", name=site.logins["head"]["name"], exact=True))
    text = org.locator("main").inner_text()
    assert "主管机关" in text
    for move in ("propose", "decide", "conclude"):
        assert not org.locator(f"main [href*='/{move}'], main [action*='/{move}']").count(), move


REPORTS = ("visit-ledger", "problem-list", "opinion-ledger", "closing-rates", "task-ledger")


@pytest.mark.parametrize(
    ("login", "name"), [*(("head", name) for name in REPORTS), ("org", "assessment-summary")]
)
def test_a_supervisor_takes_the_workbook(signed_in, tmp_path: Path, login, name):
    page = signed_in(login)
    page.goto(f"/reports/{name}")
    shown = page.locator("main table tbody tr").count()
    with page.expect_download() as wanted:
        page.get_by_role("button", name="导出 Excel", exact=True).first.click()
    path = tmp_path / wanted.value.suggested_filename
    wanted.value.save_as(path)
    assert re.fullmatch(r"石门镇_.+_\d{8}\.xlsx", path.name)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value.startswith("石门镇")
    numbered = [row[0].value for row in sheet.iter_rows(min_row=3) if isinstance(row[0].value, int)]
    assert min(shown, 50) == min(len(numbered), 50)
