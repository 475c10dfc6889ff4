"""年度考核: the decision table row by row, grade words, places, who may read and who may do what."""

from datetime import date

import pytest

from tests.unit.calendars import CALENDAR
from tracker.assessments import rules
from tracker.assessments.rules import FLOW, PLAN_FLOW, Facts, PlanStatus, Status
from tracker.domain.errors import RuleBroken
from tracker.domain.grades import (
    DECISION_TABLE,
    GROUP_OF_TRACK,
    SITUATION_LABELS,
    Grade,
    Group,
    Limit,
    Quota,
    Ruling,
    Situation,
    a1517,
    check_grade,
    check_override,
    check_pool,
    comment_due,
    open_grades,
    streak,
    weigh,
    word,
)
from tracker.domain.quota import Rounding
from tracker.domain.roles import Role
from tracker.people.rules import Track

S, L = Situation, Limit

TABLE = [  # domain.md 1.6 and 2: attends, comment, limit
    (S.PROBATION, True, True, L.UNDETERMINED),
    (S.SHORT_SERVICE, True, True, L.UNDETERMINED),
    (S.TRANSFERRED, True, True, L.FREE),
    (S.SECONDED, True, True, L.FREE),
    (S.STUDYING, True, True, L.FREE),
    (S.MATERNITY, True, True, L.FREE),
    (S.LONG_LEAVE, True, False, L.UNDETERMINED),
    (S.INVESTIGATED, True, False, L.UNDETERMINED),
    (S.WARNED, True, True, L.NO_EXCELLENT),
    (S.DEMERIT, True, True, L.UNDETERMINED),
    (S.GRAVE_DEMERIT, True, True, L.UNDETERMINED),
    (S.EXPELLED, False, False, L.OUT),
    (S.PARTY_WARNED, True, True, L.NO_EXCELLENT),
    (S.PARTY_SEVERE, True, True, L.UNDETERMINED),
    (S.PARTY_REMOVED, True, True, L.INCOMPETENT),
    (S.PARTY_WATCHED, True, True, L.INCOMPETENT),
    (S.PARTY_WATCHED_LATER, True, True, L.UNDETERMINED),
    (S.PARTY_EXPELLED, True, True, L.INCOMPETENT),
    (S.PARTY_EXPELLED_LATER, True, True, L.UNDETERMINED),
    (S.ADMONISHED, True, True, L.NO_EXCELLENT),
    (S.DEMOTED, True, True, L.UNDETERMINED),
    (S.REFUSED, False, False, L.INCOMPETENT),
]


@pytest.mark.parametrize(("situation", "attends", "comment", "limit"), TABLE)
def test_the_decision_table_says_what_the_rules_say(situation, attends, comment, limit):
    ruling = weigh([situation])
    assert (ruling.attends, ruling.comment, ruling.limit) == (attends, comment, limit)
    assert ruling.source


def test_every_situation_has_its_row_and_its_word():
    assert {row[0] for row in TABLE} == set(Situation) == set(DECISION_TABLE) == set(SITUATION_LABELS)


def test_without_any_situation_everything_is_open():
    assert weigh([]).limit is Limit.FREE and weigh([]).comment


def test_of_several_situations_the_heavier_counts():
    assert weigh([S.WARNED, S.DEMERIT]).limit is Limit.UNDETERMINED
    assert weigh([S.PARTY_REMOVED, S.WARNED]).limit is Limit.INCOMPETENT
    ruling = weigh([S.INVESTIGATED, S.WARNED])
    assert (ruling.limit, ruling.comment) == (Limit.UNDETERMINED, False)


@pytest.mark.parametrize(
    ("limit", "grades"),
    [
        (Limit.FREE, "优秀 称职 基本称职 不称职"),
        (Limit.NO_EXCELLENT, "称职 基本称职 不称职"),
        (Limit.UNDETERMINED, "不确定等次"),
        (Limit.INCOMPETENT, "不称职"),
        (Limit.OUT, ""),
    ],
)
def test_the_limit_leaves_these_grades_open(limit, grades):
    assert [word(grade, Group.CIVIL) for grade in open_grades(limit)] == grades.split()


def test_a_grade_beyond_the_limit_is_refused_without_telling_why():
    with pytest.raises(RuleBroken) as broken:
        check_grade(Grade.EXCELLENT, Limit.NO_EXCELLENT, Group.CIVIL)
    assert broken.value.field == "grade"
    assert str(broken.value) == "按考核规定，这里只能定为称职、基本称职、不称职。为什么，请问组织人事"


def test_each_group_has_its_own_words():
    assert word(Grade.COMPETENT, Group.CIVIL) == "称职" and word(Grade.COMPETENT, Group.INSTITUTION) == "合格"
    assert word(Grade.UNDETERMINED, Group.CIVIL) == "不确定等次"
    assert word(Grade.UNDETERMINED, Group.INSTITUTION) == "不确定档次"


def test_every_track_belongs_to_a_group_and_reference_staff_are_civil_servants():
    assert set(GROUP_OF_TRACK) == {track.value for track in Track}
    assert GROUP_OF_TRACK[Track.REFERENCE] is Group.CIVIL is GROUP_OF_TRACK[Track.CIVIL]
    assert GROUP_OF_TRACK[Track.INSTITUTION] is Group.INSTITUTION


@pytest.mark.parametrize(
    ("grade", "group", "situations", "code"),
    [
        (Grade.EXCELLENT, Group.CIVIL, (), "1"),
        (Grade.COMPETENT, Group.CIVIL, (), "2"),
        (Grade.BASIC, Group.CIVIL, (), "3"),
        (Grade.INCOMPETENT, Group.CIVIL, (), "4"),
        (Grade.COMPETENT, Group.INSTITUTION, (), "2B"),
        (Grade.BASIC, Group.INSTITUTION, (), "3B"),
        (Grade.INCOMPETENT, Group.INSTITUTION, (), "4B"),
        (Grade.UNDETERMINED, Group.CIVIL, (), "5"),
        (Grade.UNDETERMINED, Group.CIVIL, (S.PROBATION,), "5A"),
        (Grade.UNDETERMINED, Group.CIVIL, (S.INVESTIGATED,), "5B"),
        (Grade.UNDETERMINED, Group.CIVIL, (S.WARNED, S.DEMERIT), "5C"),
    ],
)
def test_a1517_codes(grade, group, situations, code):
    assert a1517(grade, group, situations) == code


GOLDEN = [  # domain.md 9: n → floor 20, half up 20, ceil 20, floor 25
    (3, 0, 1, 1, 0), (4, 0, 1, 1, 1), (5, 1, 1, 1, 1), (7, 1, 1, 2, 1), (8, 1, 2, 2, 2), (12, 2, 2, 3, 3),
    (18, 3, 4, 4, 4), (23, 4, 5, 5, 5), (47, 9, 9, 10, 11),
]


@pytest.mark.parametrize(("n", "floor20", "half20", "ceil20", "floor25"), GOLDEN)
@pytest.mark.parametrize("group", Group)
def test_a_pool_has_the_golden_number_of_places(n, floor20, half20, ceil20, floor25, group):
    def places(percent: int, rounding: Rounding) -> int:
        return Quota(group, n, percent, rounding).ceiling

    assert places(20, Rounding.FLOOR) == floor20
    assert places(20, Rounding.HALF_UP) == half20
    assert places(20, Rounding.CEIL) == ceil20
    assert places(25, Rounding.FLOOR) == floor25


@pytest.mark.parametrize(("n", "floor20", "half20", "ceil20", "floor25"), GOLDEN)
def test_one_more_than_the_places_is_refused(n, floor20, half20, ceil20, floor25):
    quota = Quota(Group.CIVIL, n, 20, Rounding.FLOOR)
    if floor20:
        quota.check_place(floor20 - 1)
    with pytest.raises(RuleBroken) as broken:
        quota.check_place(floor20)
    said = str(broken.value)
    assert f"共 {floor20} 个" in said and "县公务员主管部门" in said and "批准文号" in said


def test_more_than_the_floor_needs_a_document():
    with pytest.raises(RuleBroken, match="须有批准依据") as broken:
        Quota(Group.CIVIL, 8, 20, Rounding.HALF_UP).check_place(0)
    assert broken.value.field == "approval_doc"
    Quota(Group.CIVIL, 8, 20, Rounding.HALF_UP, document="云组复〔2026〕1号").check_place(1)
    Quota(Group.CIVIL, 7, 20, Rounding.HALF_UP).check_place(0)  # rounds to the floor: nothing to approve


def test_institution_staff_hear_of_their_own_authority():
    with pytest.raises(RuleBroken, match="县人社局"):
        Quota(Group.INSTITUTION, 5, 20, Rounding.FLOOR).check_place(1)


def test_a_number_from_the_county_needs_its_document():
    with pytest.raises(RuleBroken, match="名额分配表的文号"):
        check_pool(Rounding.FIXED, 8, "")
    with pytest.raises(RuleBroken, match="名额数"):
        check_pool(Rounding.FIXED, None, "云组〔2026〕3号")
    check_pool(Rounding.FLOOR, None, "")


def test_once_published_places_change_only_with_a_document():
    rules.check_change_of_pool(PlanStatus.DRAFT, "")
    with pytest.raises(RuleBroken, match="批准文号"):
        rules.check_change_of_pool(PlanStatus.SETTLED, "")


def test_publicity_ends_after_five_full_working_days():
    assert rules.publicity_ends_on(date(2026, 2, 12), CALENDAR) == date(2026, 2, 26)  # domain.md 9


@pytest.mark.parametrize("today", [date(2026, 2, 12), date(2026, 2, 26)])
def test_excellent_is_not_concluded_before_its_publicity_is_over(today):
    with pytest.raises(RuleBroken, match="公示到 2 月 26 日为止"):
        rules.check_publicity(Grade.EXCELLENT, date(2026, 2, 26), today)


def test_after_publicity_and_without_need_of_it_the_result_may_stand():
    rules.check_publicity(Grade.EXCELLENT, date(2026, 2, 26), date(2026, 2, 27))
    rules.check_publicity(Grade.COMPETENT, None, date(2026, 2, 12))
    with pytest.raises(RuleBroken, match="先公示 5 个工作日"):
        rules.check_publicity(Grade.EXCELLENT, None, date(2026, 2, 27))


def test_the_flows_are_sound():
    assert FLOW.problems() == [] and PLAN_FLOW.problems() == []


def test_no_path_leads_a_leading_member_to_a_grade():
    """From 主管机关考核 only the result from above, or back when it was no leading member at all."""
    assert {move.name for move in FLOW.open_moves(Status.OUTSIDE)} == {"take_back", "record_outside_result"}
    assert {move.name for move in FLOW.open_moves(Status.RECORDED)} == {"record_outside_result"}
    with pytest.raises(RuleBroken, match="不能改由本单位考核"):
        rules.check_leading(True)


def test_nobody_judges_himself_and_only_the_leader_in_charge_proposes():
    with pytest.raises(RuleBroken, match="您本人的考核"):
        rules.check_not_oneself(7, 7)
    with pytest.raises(RuleBroken, match="主管领导不是您"):
        rules.check_in_charge(7, 8)
    with pytest.raises(RuleBroken, match="主管领导不是您"):
        rules.check_in_charge(None, None)
    rules.check_in_charge(7, 7)


def test_the_default_leader_is_the_nearest_deputy():
    town, office = "990101001", "990101001902"
    people = [
        (1, Role.HEAD, town), (2, Role.DEPUTY, town), (3, Role.DEPUTY, office), (4, Role.UNIT_HEAD, office)
    ]
    assert rules.leader_for(office, 9, people) == 3
    assert rules.leader_for(town, 9, people) == 2
    assert rules.leader_for(office, 9, people[:1]) == 1
    assert rules.leader_for(office, 4, people[3:]) is None  # not himself


def test_two_deputies_equally_near_leave_the_choice_to_people():
    town = "990101001"
    assert rules.leader_for(town, 9, [(1, Role.DEPUTY, town), (2, Role.DEPUTY, town)]) is None


def test_an_override_needs_its_reason():
    ruling = weigh([S.PROBATION])
    check_override(Limit.UNDETERMINED, ruling, "")
    with pytest.raises(RuleBroken, match="写明理由"):
        check_override(Limit.FREE, ruling, "")
    check_override(Limit.FREE, ruling, "已提前转正")
    with pytest.raises(RuleBroken, match="不再考核"):
        check_override(Limit.OUT, weigh([S.EXPELLED]), "")


def test_whoever_is_graded_after_all_gets_a_comment():
    closed_case = weigh([S.INVESTIGATED])
    assert not comment_due(Limit.UNDETERMINED, closed_case)
    assert comment_due(Limit.FREE, closed_case)


def test_another_grade_than_before_needs_a_reason():
    rules.check_decision(Grade.BASIC, Grade.BASIC, None, "")
    with pytest.raises(RuleBroken, match="写明理由"):
        rules.check_decision(Grade.COMPETENT, Grade.EXCELLENT, None, "")
    with pytest.raises(RuleBroken, match="写明理由"):
        rules.check_decision(Grade.COMPETENT, None, Grade.BASIC, "")
    rules.check_decision(Grade.COMPETENT, Grade.EXCELLENT, None, "委员会讨论")


def test_the_snapshot_keeps_the_rules_of_its_year():
    frozen = rules.snapshot(2026, "9号", True, [Quota(Group.CIVIL, 0, 20, Rounding.FLOOR)])
    assert rules.table_of(frozen) == DECISION_TABLE
    assert frozen["pools"] == [
        {"group": "civil", "percent": 20, "rounding": "floor", "fixed": None, "document": ""}
    ]
    frozen["situations"]["warned"]["limit"] = "undetermined"
    assert rules.table_of(frozen)[S.WARNED] == Ruling(True, True, Limit.UNDETERMINED, "公务员考核规定 29(1)")


READERS = [
    # who, status, grade → reads the proposal, reads the decision
    ("keeps", Status.PROPOSED, Grade.INCOMPETENT, True, True),
    ("keeps", Status.CONCLUDED, Grade.INCOMPETENT, True, True),
    ("deliberates", Status.DECIDED, Grade.BASIC, True, True),
    ("deliberates", Status.CONCLUDED, Grade.BASIC, False, False),
    ("leads", Status.DECIDED, Grade.BASIC, True, False),
    ("leads", Status.CONCLUDED, Grade.EXCELLENT, True, True),
    ("is_self", Status.DECIDED, Grade.BASIC, False, False),
    ("is_self", Status.CONCLUDED, Grade.BASIC, True, True),
    ("nobody", Status.CONCLUDED, Grade.COMPETENT, False, False),
    ("nobody", Status.DECIDED, Grade.EXCELLENT, False, False),
    ("nobody", Status.PUBLICISED, Grade.EXCELLENT, False, True),
]


@pytest.mark.parametrize(("who", "status", "grade", "proposal", "decision"), READERS)
def test_who_reads_which_grade(who, status, grade, proposal, decision):
    facts = dict.fromkeys(("keeps", "deliberates", "leads", "is_self"), False)
    if who != "nobody":
        facts[who] = True
    found = rules.reading(status, grade, **facts)
    assert (found.proposal, found.decision) == (proposal, decision)


def test_the_keeper_of_grades_learns_the_own_one_like_everybody():
    found = rules.reading(
        Status.DECIDED, Grade.BASIC, keeps=True, deliberates=True, leads=True, is_self=True
    )
    assert not found.proposal and not found.decision


def facts(**changes: object) -> Facts:
    usual = {
        "is_self": False, "leads": False, "is_running": True, "has_text": True, "comment_due": True,
        "status": Status.WAITING, "is_leading": False,
    }
    return Facts(**{**usual, **changes})  # type: ignore[arg-type]


def test_only_sensible_steps_are_offered():
    assert rules.is_offered("write", facts(is_self=True))
    assert not rules.is_offered("write", facts())
    assert not rules.is_offered("summarise", facts(is_self=True, has_text=False))
    assert not rules.is_offered("decide", facts(is_self=True, status=Status.PROPOSED))
    assert not rules.is_offered("decide", facts(status=Status.WAITING))
    assert rules.is_offered("decide", facts(status=Status.WAITING, comment_due=False))
    assert rules.is_offered("propose", facts(leads=True, status=Status.SUMMARISED))
    assert not rules.is_offered("propose", facts(status=Status.SUMMARISED))
    assert not rules.is_offered("conclude", facts(is_running=False, status=Status.DECIDED))
    assert not rules.is_offered("take_back", facts(is_leading=True, status=Status.OUTSIDE))


def test_years_of_excellence_are_counted_without_a_gap():
    grades = {2023: Grade.EXCELLENT, 2024: Grade.UNDETERMINED, 2025: Grade.EXCELLENT, 2026: Grade.EXCELLENT}
    assert streak(grades, 2026) == 2 and streak(grades, 2024) == 0 and streak({}, 2026) == 0
