"""Paper in and out: a report taken, a long one made by the worker, a sheet in and back, a form filled."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from looks import axe_violations, follow, press

pytestmark = pytest.mark.browser

MANY = 5_100
"""More than are made while somebody waits (5,000)."""


def saved(page, kind: str, name: str, folder: Path) -> Path:
    """What the browser is handed when this link or button is pressed."""
    with page.expect_download() as wanted:
        page.locator("main").get_by_role(kind, name=name, exact=True).first.click()
    path = folder / wanted.value.suggested_filename
    wanted.value.save_as(path)
    return path


def sheet(path: Path):
    return openpyxl.load_workbook(path).worksheets[0]


def over(page, words: str) -> None:
    """The bar is gone, by itself, and the page says what came of it."""
    page.locator("main", has_text=words).wait_for(timeout=30_000)
    page.locator("[data-poll]").wait_for(state="detached")


def hand_in(page, kind: str, path: Path) -> None:
    page.goto(f"/imports/{kind}")
    page.get_by_label("选文件").set_input_files(path)
    press(page, "上传，先检查")
    page.wait_for_url("**/imports/batches/*")


def test_a_report_is_chosen_looked_at_and_taken(signed_in, tmp_path):
    head = signed_in("head")
    head.goto("/reports")
    follow(head.get_by_role("link", name="走访记录台账"))
    follow(head.get_by_role("link", name="今年", exact=True))
    head.get_by_text("更多选择").click()
    for column in ("走访日期", "联系干部", "反映事项"):
        head.get_by_label(column, exact=True).check()
    press(head, "先看一看")
    assert "columns=cadre" in head.url and not axe_violations(head)
    shown = head.locator("main thead th").all_inner_texts()
    assert shown == ["序号", "走访日期", "联系干部", "反映事项"]
    book = saved(head, "button", "导出 Excel", tmp_path)
    assert re.fullmatch(r"石门镇_走访记录台账_\d{4}年_\d{8}\.xlsx", book.name)
    rows = [[str(cell or "") for cell in row] for row in sheet(book).values]
    first = [cell.strip() for cell in head.locator("main tbody tr").first.locator("td").all_inner_texts()]
    begun = next(row for row in rows if row[0] == "1")
    assert begun[2] == first[2], "the file does not begin as the page does"

    head.get_by_label("从哪一天").fill("2020-01-01")
    head.get_by_label("到哪一天").fill("2020-01-31")
    another = saved(head, "button", "导出 Excel", tmp_path)
    assert "2020年1月" in another.name, "the page that stayed open gave the first file again"
    head.goto("/exports")
    register = head.locator("main tbody").inner_text()
    assert register.count("走访记录台账") >= 2 and "2020年1月" in register


def test_a_sheet_with_other_headings_comes_in_and_goes_back(signed_in, site, tmp_path):
    clerk = signed_in("clerk")
    clerk.goto("/imports")
    follow(clerk.get_by_role("link", name="户册"))
    village = next(one["unit"] for one in site.logins.values() if one["unit"].endswith("村"))
    template = sheet(saved(clerk, "link", "下载模板", tmp_path))
    assert [cell.value.rstrip("*") for cell in template[1]][:2] == ["村", "户主姓名"]

    book = openpyxl.Workbook()
    for row in (
        ("所在的村子", "户主", "联系电话"), (village, "贺小满", "19900001234"),
        ("没有这个村", "甘小满", ""), (village, "辛小满", "199"),
    ):
        book.active.append(row)
    book.save(tmp_path / "我的户.xlsx")
    hand_in(clerk, "households", tmp_path / "我的户.xlsx")
    assert "列名和模板不一样" in clerk.locator("main").inner_text()
    clerk.get_by_label("村", exact=True).select_option("所在的村子")
    clerk.get_by_label("户主姓名", exact=True).select_option("所在的村子")
    press(clerk, "就这样，开始检查")
    assert "一列只能用一次" in clerk.locator("[role=alert]").inner_text()
    clerk.get_by_label("户主姓名", exact=True).select_option("户主")
    press(clerk, "就这样，开始检查")
    over(clerk, "检查好了，还没有写入")
    found = clerk.locator("main").inner_text()
    assert "没有“没有这个村”这个村" in found and "手机号应是 11 位" in found
    assert not axe_violations(clerk)
    wrong = list(sheet(saved(clerk, "link", "下载有问题的行", tmp_path)).values)
    assert [row[0] for row in wrong] == ["原行号", 3, 4] and wrong[0][-1] == "问题"

    press(clerk, "导入 1 行")
    over(clerk, "导入好了")
    follow(clerk.get_by_role("link", name="撤销这次导入"))
    press(clerk, "撤销这次导入")
    assert "撤销了 1 条" in clerk.locator("main").inner_text()


def many_messages(path: Path) -> Path:
    """A list of residents' messages as another platform exports it."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("留言编号", "留言主题", "留言时间", "留言详情"))
    rows.writerows(
        (f"LY{n:05}", "村口路灯不亮", f"2026-03-{n % 28 + 1:02}", "路灯三天没有亮了。") for n in range(MANY)
    )
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def test_a_long_file_asks_what_for_and_is_made_by_the_worker(signed_in, tmp_path):
    clerk = signed_in("clerk")
    hand_in(clerk, "opinions", many_messages(tmp_path / "网上群众工作部.csv"))
    batch = clerk.url
    over(clerk, "检查好了，还没有写入")
    press(clerk, f"导入 {MANY:,} 行")
    over(clerk, "导入好了")

    clerk.goto("/reports/opinion-ledger?start=2026-03-01&end=2026-03-31")
    press(clerk, "导出 Excel")
    assert "这份文件做什么用" in clerk.locator("h1").inner_text()
    press(clerk, "做出文件")
    assert "做什么用" in clerk.locator("[role=alert]").inner_text()
    clerk.get_by_label("做什么用").fill("报县委组织部第一季度汇总")
    press(clerk, "做出文件")
    clerk.wait_for_url("**/exports/*")
    export = clerk.url
    clerk.goto("/jobs")  # by way of the list, as whoever did something else meanwhile
    follow(clerk.locator("main tbody a").first)
    over(clerk, "做好了，共")
    assert not axe_violations(clerk)
    follow(clerk.get_by_role("link", name="看结果"))
    assert clerk.url == export and "报县委组织部第一季度汇总" in clerk.locator("main").inner_text()
    ledger = sheet(saved(clerk, "link", "下载文件", tmp_path))
    assert sum(isinstance(row[0], int) for row in ledger.values) >= MANY
    header = ledger.oddHeader
    assert "第一季度汇总" in f"{header.left.text}{header.center.text}{header.right.text}"

    clerk.goto(f"{batch}/undo")
    press(clerk, "撤销这次导入")
    assert "撤销了" in clerk.locator("main").inner_text()


def test_a_form_is_filled_for_two_households_and_taken(signed_in, tmp_path):
    cadre = signed_in("cadre")
    cadre.goto("/blanks")
    follow(cadre.locator("main tr", has_text="走访登记卡").get_by_role("link", name="填写"))
    press(cadre, "填好")
    assert cadre.locator("[role=alert]").count() == 1, "nobody chosen, and nothing said"
    for box in cadre.locator("main input[name=who]").all()[:2]:
        box.check()
    press(cadre, "填好")
    cadre.get_by_label("做什么用").fill("入户走访带着用")
    press(cadre, "做出文件")
    cadre.wait_for_url("**/exports/*")
    book = openpyxl.load_workbook(saved(cadre, "link", "下载文件", tmp_path))
    assert len(book.worksheets) == 2
    for one in book.worksheets:
        said = [str(cell) for row in one.values for cell in row if cell is not None]
        assert any("走访登记卡" in text for text in said) and not any("{" in text for text in said)
