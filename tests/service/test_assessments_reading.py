"""年度考核 as it is read: what waits for whom, the summary sheet, each reader's list."""

import pytest
from factories import OFFICE_2, make_user
from factories_assessments import YEAR, acting, conclude, make_published, make_settled, propose, summarise

from tracker.assessments import queries, service
from tracker.assessments.reports import SUMMARY, summary_notes
from tracker.domain.grades import Grade, Situation
from tracker.domain.roles import Role
from tracker.excel.report import Period, cell_text, cell_values, flat_columns

B, C, U = Grade.BASIC, Grade.COMPETENT, Grade.UNDETERMINED


def test_what_waits_for_whom(db):
    scene = make_settled()
    waits = lambda name: [(w.move, w.name) for w in queries.waiting_for_me(scene.actor(name))]  # noqa: E731
    assert [w.move for w in queries.waiting_for_me(acting(scene.cadres[0]))] == ["summarise"]
    summarise(scene)
    assert waits("deputy") == [("propose", "李干部0")]
    service.propose(scene.actor("deputy"), scene.sheet(), comment="好", grade=C, improvement="学")
    assert waits("committee") == [("summarise", "钱委员"), ("decide", "李干部0")]
    service.decide(scene.actor("org"), scene.sheet(), grade=C, reason="")
    assert waits("head") == [("conclude", "李干部0")]
    assert queries.my_appraisal(acting(scene.cadres[0]), YEAR).id == scene.sheet().id


def test_the_summary_sheet_has_its_columns_and_names_nobody_without_a_grade_away(db):
    scene = make_published(cadres=2)
    service.classify(
        scene.actor("org"), scene.sheet(), situations=[Situation.DEMERIT], limit=None, reason="某事"
    )
    service.settle(scene.actor("org"), scene.plan)
    conclude(scene, scene.cadres[0], U)
    conclude(scene, scene.cadres[1], C)
    rows = SUMMARY.rows(scene.actor("org"), Period(year=YEAR))
    columns = flat_columns(SUMMARY)
    table = [
        list(map(cell_text, cell_values(SUMMARY, row, number), columns)) for number, row in enumerate(rows, 1)
    ]
    assert [column.title for column in columns] == (
        "序号 姓名 性别 出生年月 政治面貌 单位（部门） 职务职级/岗位等级 人员类别 "
        "第一季度 第二季度 第三季度 第四季度 主管领导建议等次 确定等次 未定等次情况 连续优秀年数 备注"
    ).split()
    by_name = {row[1]: row for row in table}
    assert by_name["李干部0"][12:16] == ["不确定等次", "不确定等次", "是", "0"]
    assert by_name["李干部1"][12:16] == ["称职", "称职", "否", "0"]
    assert "郑书记" not in by_name and not any("记过" in cell for row in table for cell in row)


def test_the_notes_give_the_sums_per_pool_and_the_rule_of_the_places(db):
    scene = make_settled(cadres=2)
    conclude(scene, scene.cadres[0], C)
    notes = summary_notes(scene.actor("org"), Period(year=YEAR))
    assert notes == (
        "公务员（含参公）：应参加 5 人，实参加 5 人，优秀 0 人（0.00%），称职 1 人，基本称职 0 人，"
        "不称职 0 人，不确定等次 0 人，还没有确定 4 人",
        "公务员（含参公）优秀比例上限 20%；计算基数 5 人（未计入不确定等次 0 人）；取整方式：舍去小数；"
        "优秀名额 1 个；批准文号：—",
    )


def test_the_exporter_does_not_read_the_own_proposal_before_the_end(db):
    scene = make_settled()
    propose(scene, scene.org, B)
    rows = SUMMARY.rows(scene.actor("org"), Period(year=YEAR))
    assert next(row for row in rows if row.user_id == scene.org.id).proposed is None


@pytest.mark.parametrize(
    ("role", "count"), [(Role.CADRE, 0), (Role.DEPUTY, 0), (Role.COMMITTEE, 0), (Role.COUNTY, 5)]
)
def test_the_summary_sheet_is_for_its_readers_only(db, role, count):
    make_settled(cadres=2)
    assert len(SUMMARY.rows(acting(make_user(role)), Period(year=YEAR))) == count


def test_a_leaders_list_holds_the_people_in_charge_and_the_own_sheet(db):
    scene = make_settled(cadres=2)
    other = make_user(Role.UNIT_HEAD, unit=OFFICE_2, name="王主任")
    found = queries.workspace(acting(other), scene.plan)
    assert found.lines == [] and found.mine is None
    names = {line.name for line in queries.workspace(scene.actor("deputy"), scene.plan).lines}
    assert {"李干部0", "李干部1", "吴副镇长"} <= names and "郑书记" not in names
