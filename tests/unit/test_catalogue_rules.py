"""Service items (事项): six facts, honest days, named materials, the sheet of the import."""

import pytest

from tracker.catalogue import rules
from tracker.catalogue.reports import SERVICES
from tracker.catalogue.rules import Kind, Material, Status, Topic, Type
from tracker.catalogue.rules.changes import changed, less, said
from tracker.catalogue.rules.finding import is_spelt
from tracker.domain.errors import RuleBroken

SIX = dict.fromkeys(rules.SIX_FACTS, "写了")


@pytest.mark.parametrize(("name", "word"), rules.SIX_FACTS.items())
def test_each_of_the_six_facts_is_missed_at_its_own_field(name, word):
    rules.check_publishable(SIX)
    with pytest.raises(RuleBroken) as broken:
        rules.check_publishable({**SIX, name: "  "})
    assert broken.value.field == name
    assert word in str(broken.value)


def test_the_promise_stays_within_the_law():
    rules.check_days(Kind.PROMISED, 20, 20)
    rules.check_days(Kind.PROMISED, 30, None)
    with pytest.raises(RuleBroken, match="不能超过法定的 20 个工作日，这里是 21 个"):
        rules.check_days(Kind.PROMISED, 21, 20)


@pytest.mark.parametrize(("kind", "promised"), [(Kind.INSTANT, 1), (Kind.PROMISED, 0)])
def test_kind_and_promise_agree(kind, promised):
    with pytest.raises(RuleBroken) as broken:
        rules.check_days(kind, promised, None)
    assert broken.value.field == "promised_workdays"


@pytest.mark.parametrize(
    "name", ["其他材料", "其它材料", "其他相关证明材料", "其他需要的材料", "法律规定的其他有关资料"]
)
def test_vague_materials_are_refused_with_their_line(name):
    with pytest.raises(RuleBroken, match="第 2 行"):
        rules.parse_materials(f"身份证\n{name}｜原件｜1")


def test_materials_read_line_by_line():
    found = rules.parse_materials(
        "身份证｜复印件｜2 份\n\n户口簿 | 原件\n照片｜｜3｜可选\n其他家庭成员身份证"
    )
    assert found == [
        Material("身份证", "复印件", 2), Material("户口簿", "原件", 1), Material("照片", "", 3, False),
        Material("其他家庭成员身份证"),
    ]
    assert rules.parse_materials("\n".join(one.line for one in found)) == found


@pytest.mark.parametrize("text", ["身份证｜原件｜二", "身份证｜原件｜0", "｜原件", "身份证\n身份证"])
def test_bad_material_lines_are_named(text):
    with pytest.raises(RuleBroken, match=r"第 [12] 行"):
        rules.parse_materials(text)


def test_what_is_missing_is_what_is_required_and_not_there():
    materials = [Material("身份证"), Material("户口簿"), Material("照片", is_required=False)]
    assert rules.missing(materials, ["身份证"]) == ["户口簿"]
    rules.check_complete(materials, ["户口簿", "身份证"])
    with pytest.raises(RuleBroken, match="还缺：身份证、户口簿"):
        rules.check_complete(materials, [])


def test_a_row_of_the_sheet_becomes_the_facts_of_an_item():
    facts = rules.item_facts(
        {"code": "A1", "name": "生育登记", "type": "公共服务", "topic": "生孩子", "kind": "承诺件",
         "legal_workdays": "20.0", "promised_workdays": "3个工作日", "asks_id": "是",
         "materials_text": "结婚证"}
    )
    assert (facts["type"], facts["topic"], facts["kind"]) == (Type.PUBLIC_SERVICE, Topic.BIRTH, Kind.PROMISED)
    assert (facts["legal_workdays"], facts["promised_workdays"], facts["asks_id"]) == (20, 3, True)
    assert facts["materials"] == [Material("结婚证")]
    assert facts["fee"] == "不收费"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"name": "甲"}, "code"),
        ({"code": "1"}, "name"),
        ({"code": "1", "name": "甲", "kind": "快办"}, "kind"),
        ({"code": "1", "name": "甲", "legal_workdays": "一个月"}, "legal_workdays"),
        ({"code": "1", "name": "甲", "materials_text": "其他材料"}, "materials_text"),
    ],
)
def test_a_wrong_cell_is_named_by_its_column(cells, field):
    with pytest.raises(RuleBroken) as broken:
        rules.item_facts(cells)
    assert broken.value.field == field


def test_a_withdrawn_item_can_be_published_again():
    assert rules.FLOW.problems() == []
    assert rules.FLOW.step(rules.FLOW.step(Status.PUBLISHED, "take_down"), "publish") is Status.PUBLISHED
    with pytest.raises(RuleBroken, match="当前状态不能“公布”"):
        rules.FLOW.step(Status.PUBLISHED, "publish")


def test_the_example_of_the_template_keeps_its_own_rule():
    example = {column.value: column.example for column in SERVICES.columns}
    assert example["kind"] == rules.KIND_LABELS[Kind.INSTANT]
    rules.check_days(Kind.INSTANT, int(example["promised_workdays"]), int(example["legal_workdays"]))


# --- finding, steps, changes


@pytest.mark.parametrize("letters", ["dibao", "db", "dib", "dbao", "d", "zdsh", "zdshenghuo", "zhudish"])
def test_letters_spell_syllables_in_full_or_by_their_initials(letters):
    assert is_spelt(letters, "di bao|ju zhu di sheng huo")


@pytest.mark.parametrize("letters", ["ibao", "bd", "dibaob", "o", "hd"])
def test_letters_that_begin_within_a_syllable_or_run_over_the_end_spell_nothing(letters):
    assert not is_spelt(letters, "di bao|ju zhu di sheng huo")


@pytest.mark.parametrize(
    ("procedure", "steps"),
    [
        ("窗口收件 → 公示 7 天 → 发放", 3), ("1. 收件\n2. 审核\n", 2), ("收件；审核，签字；发放", 3),
        ("提交材料，当场登记", 2), ("到窗口当场办", 1), ("", 0),
    ],
)
def test_the_steps_of_a_procedure_are_counted_as_it_writes_them(procedure, steps):
    assert len(rules.steps_of(procedure)) == steps


def test_a_change_is_told_in_the_order_of_the_guide_and_only_where_it_is_one():
    before = {"name": "甲", "fee": "十元", "phone": "1"}
    found = changed(before, {**before, "fee": "不收费", "phone": "2"})
    assert found == {"fee": ["十元", "不收费"], "phone": ["1", "2"]}
    assert [one.label for one in said(found)] == ["收费", "咨询电话"]
    assert said({"basis": ["", "某法"]})[0].before == "没有写"


def test_only_what_must_be_brought_counts_as_less():
    papers = "身份证\n户口簿\n照片｜｜｜可选"
    before = {"materials_text": papers, "promised_workdays": "5", "procedure": "收→发"}
    after = {"materials_text": "身份证\n户口簿｜｜｜可选", "promised_workdays": "8", "procedure": "收→核→发"}
    assert less(before, after) == rules.Less(1, -1, -3)
    assert less(before, after).words == ["少交 1 样材料", "多 1 个环节", "慢 3 个工作日"]
    assert less(before, before).words == []


def test_a_material_says_in_its_line_and_its_words_that_it_may_follow():
    found = rules.parse_materials("社保卡｜复印件｜1｜必需｜容缺｜银行\n照片｜｜1｜可选｜｜照相馆")
    card = Material("社保卡", "复印件", 1, True, True, "银行")
    photo = Material("照片", "", 1, False, False, "照相馆")
    assert found == [card, photo]
    assert rules.parse_materials("\n".join(one.line for one in found)) == found
    assert found[0].words == "社保卡（复印件，1 份，可以后补）"


def test_a_known_item_keeps_what_its_row_does_not_say():
    row = {"code": "A1", "name": "甲", "fee": "", "at_home": None, "materials_text": ""}
    assert rules.item_facts(row, is_known=True) == {"code": "A1", "name": "甲"}
    new = rules.item_facts(row)
    assert (new["fee"], new["at_home"], new["by_agent"], new["materials"]) == ("不收费", False, True, [])


def test_for_whom_is_read_in_the_words_of_the_town_and_of_the_province():
    facts = rules.item_facts({"code": "1", "name": "甲", "audience_codes": "自然人、企业法人；残疾人"})
    assert facts["audience_codes"] == "everyone disabled businesses"
    with pytest.raises(RuleBroken) as broken:
        rules.item_facts({"code": "1", "name": "甲", "audience_codes": "外星人"})
    assert broken.value.field == "audience_codes"
