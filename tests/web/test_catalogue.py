"""The catalogue (事项目录): what residents find and read, what the hall keeps, prints and opens (代办点)."""

import pytest
from factories import HALL, TOWN, VILLAGE, make_actor, make_user
from factories_hall import SIX, item_facts, make_item, make_point
from support import text_of

from tracker.catalogue.rules import Audience, GapRule, Kind, Material, Topic
from tracker.catalogue.service import edit_item, take_down
from tracker.domain.roles import Role

EVERYBODY = [role for role in Role if role not in (Role.PUBLIC, Role.SYSTEM)]
READERS = {Role.WINDOW, Role.WINDOW_HEAD, Role.AGENT, Role.DEPUTY, Role.HEAD, Role.COUNTY}


def head():
    return make_actor(Role.WINDOW_HEAD, unit=HALL)


def known_item(**changes):
    return make_item(**{"name": "城乡居民最低生活保障申请", "everyday_words": "低保 吃低保", **changes})


# --- residents find


@pytest.mark.parametrize("word", ["低保", "最低生活", "dibao", "db", "DB", "dib", "zdshbz", "zuidish"])
def test_an_everyday_word_its_pinyin_or_its_initials_find_the_guide(visitor, word):
    item, other = known_item(), make_item(name="生育服务登记", everyday_words="准生证")
    page = text_of(visitor.get("/services", query_string={"q": word}))
    assert item.name in page and other.name not in page


@pytest.mark.parametrize("letters", ["ibao", "ao", "shenyu", "dbx"])
def test_what_begins_in_the_middle_of_a_syllable_finds_nothing(visitor, letters):
    known_item()
    assert "没有找到" in text_of(visitor.get(f"/services?q={letters}"))


def test_the_name_that_is_the_word_comes_before_the_one_that_only_mentions_it(visitor):
    mentions = make_item(name="临时救助申请", content="低保家庭优先")
    item = known_item()
    page = text_of(visitor.get("/services?q=低保"))
    assert page.index(item.name) < page.index(mentions.name)


def test_a_whole_sentence_that_finds_nothing_offers_what_shares_its_words(visitor):
    make_item(name="户口登记", everyday_words="上户口"), make_item(name="养殖备案", everyday_words="养猪")
    page = text_of(visitor.get("/services?q=要给娃娃上户口"))
    assert "是不是这几件" in page and "户口登记" in page and "养殖备案" not in page


def test_items_are_found_by_for_whom_they_are_and_by_what_happens_together(visitor):
    old = make_item(name="高龄津贴", topic=Topic.ELDERLY, audience_codes="elderly disabled")
    make_item(name="生育登记", topic=Topic.BIRTH, audience_codes="women_children")
    both = text_of(visitor.get("/services?for=disabled"))
    assert old.name in both and "生育登记" not in both
    assert "没有找到" in text_of(visitor.get("/services?for=disabled&topic=birth"))
    page = text_of(visitor.get("/services"))
    assert "老年人" in page and "退役军人" not in page, "only what has something to show"


def test_a_draft_and_what_was_taken_down_are_found_by_no_word(visitor):
    draft, gone = known_item(is_public=False), known_item(name="低保老卡")
    make_item(name="别的事")
    take_down(head(), gone)
    for word in ("低保", "dibao", "要办低保的人"):
        page = text_of(visitor.get("/services", query_string={"q": word}))
        assert draft.name not in page and gone.name not in page
    for path in ("", "/checklist"):
        assert visitor.get(f"/services/{draft.code}{path}").status_code == 404


# --- the guide


def test_a_guide_says_what_may_follow_where_a_paper_comes_from_and_how_one_need_not_come(visitor):
    item = make_item(
        materials=[Material("身份证", "复印件"), Material("社保卡", may_follow=True, source="银行")],
        at_home=True, trips=2, trips_reason="要当面签字", result_name="高龄证", result_pickup="送上门",
        valid_months=12,
        gap_rule=GapRule.PAUSE, county_stops=True, special_procedure="公示 7 天", complaint_phone="0571-1",
        questions="能代办吗？能。",
    )
    page = text_of(visitor.get(f"/services/{item.code}"))
    for said in (
        "社保卡（可以后补）", "从哪里来：银行", "先写个承诺", "走不动的，请我们上门办", "2 趟（要当面签字）",
        "高龄证，有效 12 个月", "送上门", "等材料时暂停计时", "送到县里办的时候", "公示 7 天", "0571-1",
        "能代办吗？能。",
    ):
        assert said in page, said


def test_a_guide_that_says_less_is_silent_about_it(visitor):
    page = text_of(visitor.get(f"/services/{make_item(by_agent=False, is_bookable=False).code}"))
    for word in ("不想跑，可以", "特别程序", "受理以后还缺材料", "别人常问的", "先写个承诺"):
        assert word not in page


def test_the_checklist_holds_every_paper_and_where_to_go(visitor):
    item = make_item()
    page = visitor.get(f"/services/{item.code}/checklist")
    assert 'class="ticks"' in page.text
    for one in item.materials:
        assert one.words in text_of(page)
    assert SIX["place"] in text_of(page) and "上面没有写的，窗口不能要" in text_of(page)


def test_what_changed_is_public_with_the_reason_and_what_became_less(visitor):
    item = make_item(promised_workdays=5)
    edit_item(
        head(), item,
        item_facts(code=item.code, promised_workdays=3, materials=[Material("身份证", "复印件")]),
        reason="县里查得到户口",
    )
    for path in (f"/services/{item.code}", "/services/changes"):
        page = text_of(visitor.get(path))
        for said in (
            "少交 1 样材料，快 2 个工作日", "不用再交：户口簿", "原来“5 个工作日”，现在“3 个工作日”",
            "为什么改：县里查得到户口",
        ):
            assert said in page, f"{path}: {said}"
    take_down(head(), item)
    assert item.name not in text_of(visitor.get("/services/changes"))


def test_the_page_of_what_is_open_names_both_sides(visitor):
    page = text_of(visitor.get("/services/open"))
    assert "在这里看得到" in page and "谁评了几等" in page and "20 个工作日内答复您" in page
    assert "/services/open" in visitor.get("/services").text


# --- 代办点


def test_residents_read_the_points_that_are_open_with_agent_hours_and_phone(visitor):
    point, closed = make_point(), make_point(name="老代办点", is_open=False)
    page = text_of(visitor.get("/services/points"))
    for said in (point.name, point.place, point.hours, point.phone, "不收一分钱"):
        assert said in page
    assert closed.name not in page


@pytest.mark.parametrize("role", EVERYBODY)
def test_points_and_printed_sheets_by_role(as_user, role):
    item, point, client = make_item(), make_point(), as_user(make_user(role))
    read = 200 if role in READERS else 403
    sheets = (f"/admin/services/{item.id}/{one}" for one in ("guide", "notice", "versions"))
    for path in ("/admin/points", *sheets):
        assert client.get(path).status_code == read, path
    assert client.get("/admin/points/new").status_code == (200 if role is Role.WINDOW_HEAD else 403)
    may_edit = role in (Role.WINDOW_HEAD, Role.AGENT)
    assert client.get(f"/admin/points/{point.id}/edit").status_code == (200 if may_edit else 403)


def test_an_agent_changes_the_hours_of_the_own_village_and_of_no_other(as_user):
    mine = make_point()
    agent = as_user(make_user(Role.AGENT))
    sent = {
        "name": mine.name, "place": mine.place, "hours": "每天下午", "phone": mine.phone,
        "assignee_id": str(mine.assignee_id), "is_open": "y",
    }
    assert agent.submit(f"/admin/points/{mine.id}/edit", **sent).status_code == 303
    assert mine.hours == "每天下午" and "每天下午" in text_of(agent.get("/admin/points"))
    other = as_user(make_user(Role.AGENT, unit=f"{TOWN}202"))
    assert other.get(f"/admin/points/{mine.id}/edit").status_code == 404
    assert f"/admin/points/{mine.id}/edit" not in other.get("/admin/points").text


def test_a_wrong_point_is_shown_again_with_what_was_typed(as_user):
    point = make_point()
    client = as_user(make_user(Role.WINDOW_HEAD))
    sent = {
        "village_code": VILLAGE, "name": point.name, "place": "祠堂边", "hours": "逢集", "phone": "1",
        "assignee_id": str(point.assignee_id), "is_open": "y",
    }
    answer = client.submit("/admin/points/new", **sent)
    assert answer.status_code == 422 and "已经有叫" in text_of(answer) and "祠堂边" in answer.text
    answer = client.submit("/admin/points/new", **{**sent, "name": "新点", "assignee_id": ""})
    assert answer.status_code == 422 and "没有代办员" in text_of(answer)
    assert client.submit("/admin/points/new", **{**sent, "name": "新点"}).status_code == 303


# --- the hall


def test_the_whole_guide_is_written_in_one_form_and_its_change_is_a_version(as_user):
    item = make_item()
    client = as_user(make_user(Role.WINDOW_HEAD))
    sent = {
        "code": item.code, "name": item.name, "type": "benefit", "topic": "elderly", "kind": "reported",
        "department_code": "", "promised_workdays": "4", "legal_workdays": "20", **SIX,
        "materials_text": "身份证｜原件｜1｜必需\n社保卡｜复印件｜1｜必需｜可后补｜银行",
        "everyday_words": "老人钱 寿星钱", "audiences": ["elderly", "poor"], "gap_rule": "pause",
        "at_home": "y", "by_agent": "y",
        "trips": "0", "result_name": "证", "valid_months": "12", "reason": "少跑一趟",
    }
    assert client.submit(f"/admin/services/{item.id}/edit", **sent).status_code == 303
    assert item.audiences == (Audience.ELDERLY, Audience.POOR)
    assert (item.kind, item.gap_rule, item.trips) == (Kind.REPORTED, GapRule.PAUSE, 0)
    assert item.later_materials == [Material("社保卡", "复印件", 1, True, True, "银行")]
    page = text_of(client.get(f"/admin/services/{item.id}/versions"))
    assert "第 2 版" in page and "少跑一趟" in page and "快 1 个工作日" in page
    assert item.name in text_of(client.get("/admin/services?q=shouxing"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"materials_text": "身份证｜原件｜1｜必需｜随便"}, "第五样写“可后补”或者空着"),
        ({"trips": "12"}, "到现场次数在 0 到 9 之间"), ({"gap_rule": "sometimes"}, "请从列出的选项里选一个"),
        ({"kind": "joint", "promised_workdays": "0"}, "联办件至少承诺 1 个工作日"),
    ],
)
def test_a_wrong_new_field_is_named_and_the_rest_stays(as_user, change, sentence):
    sent = {
        "code": "X1", "name": "名", "type": "benefit", "topic": "relief", "kind": "promised",
        "gap_rule": "none", "department_code": "", "promised_workdays": "4", "everyday_words": "急救钱",
        **change,
    }
    answer = as_user(make_user(Role.WINDOW_HEAD)).submit("/admin/services/new", **sent)
    assert answer.status_code == 422 and sentence in text_of(answer) and "急救钱" in answer.text


def test_the_blank_notice_of_an_item_lists_every_paper_to_tick(as_user):
    card = Material("社保卡", may_follow=True, source="银行")
    item = make_item(materials=[Material("身份证", "原件"), card])
    client = as_user(make_user(Role.WINDOW))
    page = text_of(client.get(f"/admin/services/{item.id}/notice"))
    assert "一次性告知单" in page and "社保卡（可以后补）" in page and "银行" in page and page.count("□") == 4
    guide = text_of(client.get(f"/admin/services/{item.id}/guide"))
    for fact in item.facts.values():
        assert fact in guide
