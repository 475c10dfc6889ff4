"""The pages of official forms (表样): the list, the upload with its check, matching, the sample, filling."""

import io
import zipfile
from typing import Any

import pytest
import time_machine
from factories import HALL, make_actor, make_user
from factories_assessments import make_settled
from factories_blanks import CARD, hand_in, make_blank, mapped, opened, ours, texts, workbook
from factories_hall import make_item, make_task
from factories_visits import PHONE, make_household
from openpyxl.drawing.image import Image
from support import PageReader, text_of

from tracker.blanks import queries, service
from tracker.blanks.models import Blank, BlankDraft
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.exports.models import Export
from tracker.exports.rules import Status
from tracker.hall import service as hall
from tracker.people.queries import actor_of
from tracker.store import files

ROLES = [
    (Role.CLERK, True), (Role.ORG, True), (Role.WINDOW_HEAD, True), (Role.CADRE, False), (Role.HEAD, False),
    (Role.WINDOW, False), (Role.COUNTY, False),
]


def upload(client: Any, data: bytes, *, name: str = "表.xlsx", **fields: Any) -> Any:
    """Choose the file and send the form, as a person would."""
    asked = {"title": "我镇的走访卡", "source": "household", **fields}
    return client.submit("/blanks/new", file=(io.BytesIO(data), name), **asked)


def send_many(client: Any, path: str, ids: list[int], **fields: Any) -> Any:
    return client.submit(path, who=[str(one) for one in ids], bundle=fields.pop("bundle", "sheets"), **fields)


@pytest.mark.parametrize(("role", "edits"), ROLES)
def test_everybody_sees_what_the_post_can_fill_and_some_may_upload(as_user, db, role, edits):
    client = as_user(make_user(role))
    page = client.get("/blanks")
    assert page.status_code == 200
    assert ("上传空白表" in text_of(page)) is edits
    assert client.get("/blanks/new").status_code == (200 if edits else 403)
    assert ("/blanks/acceptance-notice/fill" in page.text) is (
        role in (Role.WINDOW, Role.WINDOW_HEAD, Role.HEAD, Role.COUNTY, Role.CLERK, Role.CADRE)
    )


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_administrators_have_nothing_to_fill(as_user, db, role):
    assert as_user(make_user(role)).get("/blanks").status_code == 403


def test_our_own_forms_and_those_of_the_town_can_be_taken_blank(as_user, db):
    clerk = make_actor()
    blank = make_blank(clerk)
    client = as_user(make_user(Role.CADRE))
    assert client.get("/blanks/ballot/file").data == ours("ballot")
    assert client.get(f"/blanks/{blank.id}/file").data == ours("visit-card")
    version = queries.versions_of(blank)[0]
    assert client.get(f"/blanks/versions/{version.id}/file").data == ours("visit-card")
    assert client.get("/blanks/ballot/original").data == ours("ballot")
    assert client.get("/blanks/nothing/original").status_code == 404


# --- upload, match, sample, use


def test_from_the_upload_to_the_first_filled_card(as_user, db):
    household = make_household(phone=PHONE)
    client = as_user(make_user(Role.CLERK))
    answer = upload(client, workbook(CARD), note="县里的新表")
    assert answer.status_code == 303
    shown = client.get(answer.location)
    said = text_of(shown)
    assert "没有“{没有这一项}”这个字段" in said and "名字相近，请核对" in said and "Sheet!A4" in said
    sent = client.submit(answer.location, **offered(shown.text))
    assert sent.status_code == 303 and sent.location.endswith("/sample")
    look = client.get(sent.location)
    assert "欧阳**" in text_of(look) and 'class="paper"' in look.text and "留空用笔填的" in text_of(look)
    draft = db.session.query(BlankDraft).one()
    assert "欧阳**" in texts(opened(client.get(f"/blanks/drafts/{draft.id}/file").data))
    used = client.submit(sent.location)
    assert used.status_code == 303
    page = text_of(client.get(used.location))
    assert "第 1 版" in page and "县里的新表" in page and "在用" in page
    filled = client.submit(f"{used.location}/fill", who=[str(household.id)], bundle="sheets")
    assert "/take?" in filled.location


def offered(page: str) -> dict[str, str]:
    """What the selects of the page stand at."""
    import re

    found = {}
    for name, body in re.findall(r'<select[^>]*name="(m\d+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_bad_file_is_told_cell_by_cell_and_what_was_typed_stays(as_user, db):
    client = as_user(make_user(Role.CLERK))
    answer = upload(client, workbook({"A1": "{户主", "B2": "{户主|哪种}"}), title="县里的登记卡")
    said = text_of(answer)
    assert answer.status_code == 422 and "有 2 处要改" in said
    assert "Sheet!A1" in said and "Sheet!B2" in said
    assert 'value="县里的登记卡"' in answer.text and '<option selected value="household">' in answer.text
    assert "每提交一次都要重新选文件" in said
    assert not db.session.query(BlankDraft).count()


def renamed_word() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return target.getvalue()


def with_text_box() -> bytes:
    """A drawing whose anchor holds a shape, as text boxes do."""
    from PIL import Image as Picture

    picture = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(picture, "PNG")

    def change(book: Any) -> None:
        picture.seek(0)
        book.active.add_image(Image(picture), "C3")

    data = workbook(CARD, change=change)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/drawings/drawing1.xml":
                part = part.replace(b"pic>", b"sp>").replace(b"<xdr:pic", b"<xdr:sp").replace(b"<pic", b"<sp")
            new.writestr(name, part)
    return target.getvalue()


def with_macro() -> bytes:
    target = io.BytesIO(workbook(CARD))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return target.getvalue()


BAD = {
    "renamed": (renamed_word, "这是文字文档"),
    "macro": (with_macro, "宏"),
    "text box": (with_text_box, "文本框"),
    "no marks": (lambda: workbook({"A1": "走访卡"}), "没有标记"),
    "half a file": (lambda: workbook(CARD)[:2000], "损坏"),
    "csv": (lambda: "姓名,电话".encode("gb18030"), "这不是 .xlsx 文件"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_filled_is_refused_with_the_reason(as_user, db, what):
    make, said = BAD[what]
    answer = upload(as_user(make_user(Role.CLERK)), make())
    assert answer.status_code == 422 and said in text_of(answer)
    assert not db.session.query(BlankDraft).count()


def test_a_file_that_is_too_large_is_refused_with_the_limit(as_user, db):
    """Sent as bytes: the test client leaves the temporary file of a large body open."""
    client = as_user(make_user(Role.CLERK))
    page = PageReader(client.get("/blanks/new").text)
    hidden = {name: value for name, value, kind in page.forms[-1]["fields"] if kind == "hidden"}
    fields = {**hidden, "title": "一张表", "source": "household"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body += '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    answer = client.post(
        "/blanks/new", data=body.encode() + b"PK\x03\x04" + b"\0" * (5 << 20) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 422 and "最多 5 MB" in text_of(answer)


def test_a_file_is_needed(as_user, db):
    answer = as_user(make_user(Role.CLERK)).submit("/blanks/new", title="一张表", source="task")
    assert answer.status_code == 422 and "请选一个文件" in text_of(answer)


def test_the_same_upload_twice_makes_one_draft(as_user, db):
    client = as_user(make_user(Role.CLERK))
    page = PageReader(client.get("/blanks/new").text)
    hidden = {name: value for name, value, kind in page.forms[-1]["fields"] if kind == "hidden"}
    file = workbook({"A1": "{户主}"})
    sent = [
        client.post("/blanks/new", data={
            **hidden, "title": "一张表", "source": "household", "file": (io.BytesIO(file), "表.xlsx"),
        })
        for _time in range(2)
    ]
    assert [one.status_code for one in sent] == [303, 303] and sent[0].location == sent[1].location
    assert db.session.query(BlankDraft).count() == 1


def test_a_draft_whose_file_is_gone_says_so(as_user, db):
    draft = mapped(make_actor())
    files.drop(files.INCOMING, draft.file)
    client = as_user(make_user(Role.CLERK))
    for path in (f"/blanks/drafts/{draft.id}", f"/blanks/drafts/{draft.id}/sample"):
        answer = client.get(path)
        assert answer.status_code == 400 and "请重新上传" in text_of(answer)


def test_a_sample_before_matching_and_a_used_draft_lead_to_where_they_belong(as_user, db):
    clerk = make_actor()
    draft, used = hand_in(clerk), mapped(clerk, title="用过的")
    blank = service.take_into_use(clerk, used)
    client = as_user(make_user(Role.CLERK))
    assert client.get(f"/blanks/drafts/{draft.id}/sample").location == f"/blanks/drafts/{draft.id}"
    assert client.get(f"/blanks/drafts/{used.id}").location == f"/blanks/{blank.id}"


def test_all_left_to_the_pen_is_refused_on_the_page(as_user, db):
    draft = hand_in(make_actor())
    client = as_user(make_user(Role.CLERK))
    path = f"/blanks/drafts/{draft.id}"
    answer = client.submit(path, **dict.fromkeys(offered(client.get(path).text), ""))
    assert answer.status_code == 422 and "请至少对上一个" in text_of(answer)


# --- versions


def test_versions_are_gone_back_to_put_aside_and_renamed_on_the_page(as_user, db):
    clerk = make_user(Role.CLERK)
    blank = make_blank(actor_of(clerk.id), shipped="visit-card", title="走访登记卡")
    client, path = as_user(clerk), f"/blanks/{blank.id}"
    hidden = PageReader(client.get(path).text).forms[-1]["fields"]
    keys = {name: value for name, value, kind in hidden if kind == "hidden"}
    assert client.post(f"{path}/use", data={**keys, "number": "0"}).status_code == 303
    assert db.session.get(Blank, blank.id).current == 0 and "自带" in text_of(client.get(path))
    assert client.submit(f"{path}/stop", page=path).status_code == 303
    assert "停用的" in text_of(client.get("/blanks"))
    assert client.get(f"{path}/fill").status_code == 404
    assert client.submit(f"{path}/resume", page=path).status_code == 303
    assert client.submit(f"{path}/rename", title="民情卡").status_code == 303
    assert "民情卡" in text_of(client.get("/blanks"))


# --- filling


def test_an_empty_list_says_so(as_user, db):
    said = text_of(as_user(make_user(Role.HEAD)).get("/blanks/visit-card/fill"))
    assert "没有可以填的" in said


def test_all_are_ticked_without_a_script_and_a_unit_narrows(as_user, db):
    make_household(), make_household(village="990101001202", name="周桂兰")
    client = as_user(make_user(Role.CLERK))
    page = client.get("/blanks/visit-card/fill?all=1")
    assert page.text.count("checked") == 3  # both households, and how they are bundled
    said = text_of(client.get("/blanks/visit-card/fill?unit=990101001202"))
    assert "周**" in said and "欧阳**" not in said


def test_a_person_is_asked_for_the_purpose_and_a_sign_in_of_just_now(as_user, db):
    scene = make_settled()
    sheet = scene.sheet()
    client = as_user(scene.org)
    asked = send_many(client, "/blanks/assessment-form/fill", [sheet.id])
    assert asked.status_code == 303 and f"who={sheet.id}" in asked.location
    page = client.get(asked.location)
    assert "存入干部人事档案" in page.text
    short = client.submit(asked.location, purpose="看")
    assert short.status_code == 422 and "至少 4 个字" in text_of(short)
    made = client.submit(asked.location, purpose="打印签字归档")
    export = db.session.query(Export).one()
    assert made.location == f"/exports/{export.id}" and export.status is Status.MADE
    file = client.get(f"/exports/{export.id}/file")
    assert "李干部0" in texts(opened(file.data)) and "attachment" in file.headers["Content-Disposition"]
    with time_machine.travel(clock.now().timestamp() + 600):
        late = client.get(asked.location)
        assert late.status_code == 302 and "/login?next=" in late.location


def test_sixty_people_go_to_the_worker_and_come_back(as_user, db):
    scene = make_settled(cadres=60)
    ids = [scene.sheet(cadre).id for cadre in scene.cadres]
    client = as_user(scene.org)
    asked = send_many(client, "/blanks/assessment-form/fill", ids, bundle="files")
    assert "后台" in text_of(client.get(asked.location))
    made = client.submit(asked.location, purpose="打印签字归档")
    export = db.session.query(Export).one()
    assert "做好了，共 60 份" in text_of(client.get(f"/jobs/{export.job_id}"))
    with zipfile.ZipFile(io.BytesIO(client.get(f"{made.location}/file").data)) as archive:
        assert len(archive.namelist()) == 60
        assert "李干部7" in texts(opened(archive.read("李干部7.xlsx")))


def test_nobody_chosen_is_said_at_the_list(as_user, db):
    make_household()
    answer = as_user(make_user(Role.CLERK)).submit("/blanks/visit-card/fill", bundle="sheets")
    assert answer.status_code == 422 and "请至少选一个" in text_of(answer)


def test_unmasked_cards_wait_for_the_second_person(as_user, db):
    household = make_household(phone=PHONE)
    clerk, head = as_user(make_user(Role.CLERK)), as_user(make_user(Role.HEAD))
    asked = send_many(clerk, "/blanks/visit-card/fill", [household.id], unmasked="y")
    assert "申请导出" in clerk.get(asked.location).text
    made = clerk.submit(asked.location, purpose="入户走访打印")
    assert "等主要负责人" in text_of(clerk.get(made.location))
    assert clerk.get(f"{made.location}/file").status_code == 404
    assert head.submit(f"{made.location}/approve").status_code == 303
    assert clerk.submit(f"{made.location}/make", page=made.location).status_code == 303
    cells = " ".join(texts(opened(clerk.get(f"{made.location}/file").data)))
    assert "欧阳修文" in cells and PHONE in cells


def test_who_may_not_unmask_is_not_offered_it_and_does_not_get_it(as_user, db):
    task, _clerk = accepted()
    client = as_user(make_user(Role.HEAD))
    page = client.get("/blanks/acceptance-notice/fill")
    assert "不遮姓名" not in page.text
    made = send_many(client, "/blanks/acceptance-notice/fill", [task.id], unmasked="y")
    cells = " ".join(texts(opened(client.get(made.location).data)))
    assert "王**" in cells and "王秀英" not in cells


def accepted() -> tuple[Any, Any]:
    window = make_user(Role.WINDOW, unit=HALL)
    task = make_task(make_item(), by=window)
    hall.accept(actor_of(window.id), task, handed_in=["身份证", "户口簿"])
    return task, window


def test_the_counter_gets_the_notice_with_one_press_on_the_task(as_user, db):
    task, window = accepted()
    client = as_user(window)
    page = client.get(f"/tasks/{task.ref}")
    form = next(one for one in PageReader(page.text).forms if "acceptance-notice" in one["action"])
    sent = client.post(form["action"], data={name: value for name, value, kind in form["fields"] if name})
    assert sent.status_code == 303 and sent.location.endswith("/file")
    assert "王秀英" in " ".join(texts(opened(client.get(sent.location).data)))
    again = client.post(form["action"], data={name: value for name, value, kind in form["fields"] if name})
    assert again.location == sent.location.removesuffix("/file")
    assert db.session.query(Export).count() == 1


def test_records_lead_to_their_forms(as_user, db):
    household, scene = make_household(), make_settled()
    clerk = as_user(make_user(Role.CLERK))
    link = f"/blanks/visit-card/fill?record={household.id}"
    assert link in clerk.get(f"/contacts/households/{household.id}").text
    assert "checked" in clerk.get(link).text
    org = as_user(scene.org)
    assert f"/blanks/assessment-form/take?who={scene.sheet().id}" in org.get(scene.url()).text


def test_a_form_one_has_no_records_for_is_absent(as_user, db):
    task, _window = accepted()
    client = as_user(make_user(Role.ORG))
    assert client.get("/blanks/acceptance-notice/fill").status_code == 404
    assert client.get(f"/blanks/acceptance-notice/take?who={task.id}").status_code == 404
    assert client.get("/blanks/12345/fill").status_code == 404


def test_an_address_that_names_nobody_leads_back_to_the_list(as_user, db):
    client = as_user(make_user(Role.HEAD))
    for who in ("", "99999", "x.-1.²", "9" * 40):
        assert client.get(f"/blanks/visit-card/take?who={who}").location == "/blanks/visit-card/fill"
