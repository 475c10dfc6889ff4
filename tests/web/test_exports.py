"""The pages of export (导出): choose, look, take; the register, the second person, background work."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from factories import VILLAGE, make_actor, make_user
from factories_forms import make_job
from factories_visits import make_household, make_visit
from openpyxl import load_workbook
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.exports import queries, rules
from tracker.exports.models import Export
from tracker.exports.rules import Status
from tracker.people.queries import actor_of
from tracker.store import files
from tracker.store.action import action
from tracker.store.jobs import Job
from tracker.store.jobs import Status as JobStatus

PAGE = "/reports/visit-ledger"
EVER = {"start": "2026-01-01", "end": "2099-12-31"}


@pytest.fixture
def visits(db):
    cadre = make_actor(Role.CADRE, name="李明")
    return [make_visit(cadre, make_household(name=name)) for name in ("欧阳修文", "王秀英", "李桂兰")]


def sheet_of(answer):
    return load_workbook(BytesIO(answer.data)).worksheets[0]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEAD, 200), (Role.CLERK, 200), (Role.CADRE, 200), (Role.WINDOW, 404), (Role.SYSADMIN, 403)],
)
def test_the_report_page_by_role(as_user, visits, role, status):
    assert as_user(make_user(role)).get(PAGE).status_code == status


def test_a_small_masked_file_comes_at_once(as_user, visits, db):
    answer = as_user(make_user(Role.HEAD)).submit(PAGE, **EVER)
    assert answer.status_code == 200 and answer.mimetype.endswith("spreadsheetml.sheet")
    assert sheet_of(answer)["A1"].value == "石门镇走访记录台账"
    export = db.session.query(Export).one()
    assert (export.status is Status.MADE and export.number in answer.data.decode("latin-1")) or export.sha256


def test_what_was_chosen_stands_in_the_address(as_user, visits):
    client = as_user(make_user(Role.HEAD))
    answer = client.submit(PAGE, look="1", unit=VILLAGE, columns=["visited_on", "cadre"], **EVER)
    assert answer.status_code == 303
    for part in (f"unit={VILLAGE}", "columns=visited_on", "columns=cadre", "start=2026-01-01"):
        assert part in answer.location
    shown = text_of(client.get(answer.location))
    assert "共 3 行" in shown and "反映事项" not in shown.split("共 3 行")[1].split("注")[0]


@pytest.mark.parametrize(
    "bad", ["start=x", "unit=999", "columns=nix", "year=zwei", "year=99999", "split=nix", "unmasked=",
            "start=2026-13-45&end=x", "start=2026-11-30&end=2026-01-01", "unit=%00", "year=-1&split=x"],
)
def test_a_wrong_address_is_read_as_far_as_it_goes(as_user, visits, bad):
    answer = as_user(make_user(Role.HEAD)).get(f"{PAGE}?{bad}")
    assert answer.status_code == 200 and "还差一点" not in answer.text and "<title>错误" not in answer.text
    assert "共 3 行" in text_of(answer), "the span the page opens with, or what the address says rightly"


def test_days_left_open_stay_open_on_the_way(as_user, visits, monkeypatch):
    """What was looked at is what comes: no span is put in behind one's back."""
    client = as_user(make_user(Role.HEAD))
    looked = client.submit(PAGE, look="1", start="", end="")
    assert "start=&end=" in looked.location
    shown = client.get(looked.location).text
    assert 'id="start" name="start" type="date" value=""' in shown and "全部" in shown
    monkeypatch.setattr(rules, "FEW_ROWS", 2)
    asked = client.submit(PAGE, start="", end="")
    assert "/take?start=&end=" in asked.location
    assert "统计区间 全部" in text_of(client.get(asked.location))


def test_a_span_that_is_asked_for_often_keeps_the_other_choices(as_user, visits):
    shown = as_user(make_user(Role.HEAD)).get(f"{PAGE}?columns=cadre&unit={VILLAGE}&year=2026").text
    last_year = next(link for link in shown.split('href="') if ">去年<" in link).split('"')[0]
    assert f"unit={VILLAGE}" in last_year and "columns=cadre" in last_year and "year=" not in last_year


def test_an_open_page_gives_a_file_for_each_press_and_one_for_a_double_press(as_user, visits, db):
    client = as_user(make_user(Role.HEAD))
    form = next(one for one in PageReader(client.get(PAGE).text).forms if "columns" in str(one["fields"]))
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}

    def press(**days):
        answer = client.post(PAGE, data={**hidden, **days})
        assert answer.status_code == 200 and answer.mimetype.endswith("spreadsheetml.sheet")
        return db.session.query(Export).count()

    assert press(**EVER) == 1 and press(**EVER) == 1
    assert press(start="2026-10-01", end="2026-10-31") == 2
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        assert press(**EVER) == 3, "a minute later there may be new records"


@pytest.mark.parametrize("year", ["99999", "1999", "abc", "2026.5"])
def test_a_year_that_is_none_is_said_once(as_user, visits, year):
    answer = as_user(make_user(Role.HEAD)).submit(PAGE, year=year)
    assert answer.status_code == 422 and answer.text.count("年度请写成四位数字") == 2, "summary and field"
    assert "整数" not in answer.text


def test_days_the_wrong_way_round_are_said_at_the_field(as_user, visits):
    answer = as_user(make_user(Role.HEAD)).submit(PAGE, start="2026-11-02", end="2026-11-01")
    assert answer.status_code == 422 and "结束的一天早于开始的一天" in answer.text
    assert 'value="2026-11-02"' in answer.text


def test_many_rows_ask_what_for_and_keep_what_was_typed(as_user, visits, monkeypatch, db):
    monkeypatch.setattr(rules, "FEW_ROWS", 2)
    client = as_user(make_user(Role.HEAD))
    answer = client.submit(PAGE, **EVER)
    assert answer.status_code == 303 and "/take?" in answer.location
    refused = client.submit(answer.location, purpose="用")
    assert refused.status_code == 422 and "至少 4 个字" in refused.text and 'value="用"' in refused.text
    done = client.submit(answer.location, purpose="报县委组织部")
    export = db.session.query(Export).one()
    assert done.location.endswith(f"/exports/{export.id}") and export.purpose == "报县委组织部"
    assert client.get(f"/exports/{export.id}/file").mimetype.endswith("spreadsheetml.sheet")


def test_a_sign_in_of_long_ago_is_asked_for_anew(as_user, visits):
    from tracker.store.db import db as database
    from tracker.store.sessions import SessionRow

    client = as_user(make_user(Role.HEAD))
    row = database.session.query(SessionRow).one()
    row.authenticated_at -= timedelta(minutes=6)
    database.session.commit()
    answer = client.get(f"{PAGE}/take?start=2026-01-01")
    assert answer.status_code == 302 and "/login?next=/reports/visit-ledger/take" in answer.location


def test_unmasked_by_two_persons_and_each_sees_what_to_do(as_user, visits, db):
    head, deputy = make_user(Role.HEAD, name="赵局"), make_user(Role.DEPUTY)
    client, second = as_user(head), as_user(deputy)
    where = client.submit(PAGE, unmasked="y", **EVER).location
    assert "unmasked=y" in where
    page = client.submit(where, purpose="重阳节慰问名单").location
    assert "等主要负责人或分管领导" in text_of(client.get(page))
    assert client.get(f"{page}/approve").status_code == 200
    assert "另一个人" in text_of(client.submit(f"{page}/approve"))

    assert "赵局" in text_of(second.get("/exports")) and "重阳节慰问名单" in text_of(second.get("/exports"))
    assert second.submit(f"{page}/approve").status_code == 303
    assert "已同意，等着做出文件" in text_of(client.get(page)) + text_of(client.get("/exports"))
    assert second.get(f"{page}/approve").location.endswith(page), "nobody waits for a word any more"
    made = client.submit(f"{page}/make", page=page)
    assert made.status_code == 303
    names = {cell for row in sheet_of(client.get(f"{page}/file")).values for cell in row}
    assert "欧阳修文" in names
    assert second.get(f"{page}/file").status_code == 404, "the second person says yes, and takes nothing"


def test_whoever_may_not_unmask_is_not_offered_it(as_user, visits):
    county = as_user(make_user(Role.COUNTY))
    assert "不遮" not in text_of(county.get(PAGE))
    assert "unmasked" not in county.submit(PAGE, look="1", unmasked="y", **EVER).location


def test_a_refusal_reaches_whoever_asked(as_user, visits):
    client, second = as_user(make_user(Role.HEAD)), as_user(make_user(Role.DEPUTY))
    page = client.submit(client.submit(PAGE, unmasked="y", **EVER).location, purpose="重阳节慰问").location
    assert second.submit(f"{page}/refuse", reason="").status_code == 422
    second.submit(f"{page}/refuse", reason="用不着姓名")
    shown = client.get(page)
    assert "没有同意：用不着姓名" in text_of(shown) and "重新申请" in text_of(shown)
    assert "unmasked=y" in shown.text.split("重新申请")[0], "the same choice is asked for anew"


def test_a_file_that_is_gone_leads_to_the_same_choice(as_user, visits, db):
    client = as_user(make_user(Role.HEAD))
    client.submit(PAGE, columns=["visited_on"], **EVER)
    export = db.session.query(Export).one()
    files.drop(files.RESULTS, export.file)
    shown = client.get(f"/exports/{export.id}")
    assert "已经清掉了" in text_of(shown) and "columns=visited_on" in shown.text
    assert client.get(f"/exports/{export.id}/file").status_code == 404


def test_the_register_shows_ones_own_and_the_auditor_all(as_user, visits):
    clerk, head = as_user(make_user(Role.CLERK)), as_user(make_user(Role.HEAD))
    clerk.submit(PAGE, **EVER)
    assert "走访记录台账" in text_of(clerk.get("/exports"))
    assert "走访记录台账" in text_of(head.get("/exports"))
    auditor = as_user(make_user(Role.AUDITOR)).get("/exports")
    assert "走访记录台账" in text_of(auditor) and 'href="/reports"' not in auditor.text
    assert "还没有导出过文件" in text_of(as_user(make_user(Role.UNIT_HEAD)).get("/exports"))


def test_the_register_turns_its_pages(as_user, visits, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    client = as_user(make_user(Role.HEAD))
    for _n in range(3):
        client.submit(PAGE, **EVER)
    first = client.get("/exports").text
    assert "000003" in first and "000002" in first and "000001" not in first
    after = first.split("after=")[1].split('"')[0]
    assert "000001" in client.get(f"/exports?after={after}").text


def test_a_long_file_is_made_in_the_background_and_found_again(as_user, visits, monkeypatch, db):
    monkeypatch.setattr(rules, "JOB_ROWS", 2)
    client = as_user(make_user(Role.HEAD))
    where = client.submit(PAGE, **EVER).location if rules.FEW_ROWS < 3 else f"{PAGE}/take?start=2026-01-01"
    page = client.submit(where, purpose="报县委组织部").location
    assert "下载文件" in text_of(client.get(page))
    job = db.session.query(Job).one()
    shown = text_of(client.get(f"/jobs/{job.id}"))
    assert "做好了，共 3 行" in shown and page in client.get(f"/jobs/{job.id}").text
    assert "走访记录台账" in text_of(client.get("/jobs"))
    other = as_user(make_user(Role.HEAD))
    assert other.get(f"/jobs/{job.id}").status_code == 404
    assert "没有后台任务" in text_of(other.get("/jobs"))


@pytest.mark.parametrize(
    ("status", "word"), [("running", "正在做"), ("failed", "没有做成"), ("queued", "排队")]
)
def test_the_page_of_a_job_in_every_state(as_user, db, status, word):
    user = make_user(Role.HEAD)
    job = make_job(
        actor_of(user.id), JobStatus(status), done=3200, total=12_000,
        message="第 12 行：没有这个村" if status == "failed" else "",
    )
    client = as_user(user)
    answer = client.get(f"/jobs/{job.id}")
    assert word in text_of(answer)
    if status == "failed":
        assert "第 12 行" in text_of(answer) and "去那里接着办" in text_of(answer)
    else:
        assert "data-poll" in answer.text and 'http-equiv="refresh"' in answer.text
        assert ("3,200 / 12,000" if status == "running" else "在排队") in text_of(answer)
        assert client.submit(f"/jobs/{job.id}/cancel", page=f"/jobs/{job.id}").status_code == 303


@pytest.mark.parametrize("deed", ["cancel", "again"])
def test_what_comes_too_late_for_a_job_is_said_on_its_page(as_user, db, deed):
    user = make_user(Role.HEAD)
    job = make_job(actor_of(user.id), JobStatus.RUNNING)
    own = f"/jobs/{job.id}"
    client = as_user(user)
    fields = PageReader(client.get(own).text).forms[-1]["fields"]
    job = db.session.get(Job, job.id)
    with action(actor_of(user.id), "job.cancel", job):
        job.status = JobStatus.DONE
    hidden = {name: value for name, value, kind in fields if kind == "hidden"}
    answer = client.post(f"{own}/{deed}", data=hidden)
    assert answer.status_code == 303 and answer.location.endswith(own)
    said = {"cancel": "已经结束，不用取消", "again": "没有停下，不用再做"}[deed]
    assert said in text_of(client.get(own))


def test_backups_are_ordered_by_the_caretaker_alone(as_user, db):
    client = as_user(make_user(Role.SYSADMIN))
    answer = client.submit("/admin/backups")
    assert answer.status_code == 303 and "备份好了" in text_of(client.get(answer.location))
    assert "tracker-" in text_of(client.get("/admin/backups"))
    assert as_user(make_user(Role.HEAD)).get("/admin/backups").status_code == 403


def test_a_purpose_typed_for_more_than_five_minutes_is_given_back(as_user, visits, monkeypatch):
    from datetime import timedelta

    from tracker.store.db import db as database
    from tracker.store.sessions import SessionRow

    client = as_user(make_user(Role.HEAD))
    where = f"{PAGE}/take?start=2026-01-01&unmasked=y"
    shown = client.get(where).text
    row = database.session.query(SessionRow).one()
    row.authenticated_at -= timedelta(minutes=6)
    database.session.commit()
    hidden = {name: value for name, value, kind in PageReader(shown).forms[-1]["fields"] if kind == "hidden"}
    answer = client.post(where, data={**hidden, "purpose": "重阳节慰问名单"})
    assert answer.status_code == 403 and "重阳节慰问名单" in answer.text and "五分钟" in answer.text
