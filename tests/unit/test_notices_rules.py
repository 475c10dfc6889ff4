"""公开: what may be published, what is blotted out, the weeks of the digest."""

from datetime import date

import pytest

from tracker.domain.errors import RuleBroken
from tracker.notices import rules
from tracker.notices.rules import Facts
from tracker.opinions.rules import Status

GOOD = {"status": Status.REPLIED, "may_publish": True, "has_subjects": False, "is_merged": False}


@pytest.mark.parametrize("status", list(Status))
def test_only_what_was_answered_may_be_published(status):
    answered = status in (Status.REPLIED, Status.CALLED_BACK, Status.CLOSED)
    assert (rules.why_not(Facts(**{**GOOD, "status": status})) == "") is answered


@pytest.mark.parametrize(
    "fact", [{"may_publish": False}, {"has_subjects": True}, {"is_merged": True}, {"is_anonymised": True}]
)
def test_each_of_these_forbids_it(fact):
    assert rules.why_not(Facts(**{**GOOD, **fact}))
    with pytest.raises(RuleBroken):
        rules.check(Facts(**{**GOOD, **fact}))


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("住3栋2单元501室", "住****栋****单元****室"), ("十二号的老李", "****号的老李"),
        ("11月23号停电", "11月23号停电"), ("打12345热线", "打12345热线"), ("二组有6户", "二组有6户"),
        ("3天没水", "3天没水"), ("5号线的车", "5号线的车"), ("按2号文办", "按2号文办"),
        ("到3号窗口办", "到3号窗口办"),
        ("电话13812345678", "电话****"), ("我叫张三丰，住村口", "我叫张某，住村口"),
        ("姓名：欧阳修文", "姓名：欧阳某"),
    ],
)
def test_what_gives_somebody_away_is_blotted_out(text, public):
    assert rules.unnamed(text, ()) == public


def test_the_given_name_goes_wherever_it_stands_and_one_character_is_no_name():
    assert rules.unnamed("周桂兰说，周桂兰家没水", ("周桂兰", "水", "")) == "周某说，周某家没水"


@pytest.mark.parametrize(
    ("village", "place", "public"),
    [("石门村", "石门村二组12号", "石门村二组"), ("石门村", "二组", "石门村二组"), ("石门村", "", "石门村"),
     ("石门村", "12号楼下", "石门村"), ("", "桃源村三队老王家旁边", "桃源村三队"),
     ("石门村", "村口大树下", "石门村")],
)
def test_a_place_goes_down_to_the_group(village, place, public):
    assert rules.public_place(village, place) == public


@pytest.mark.parametrize(
    ("day", "monday", "sunday"),
    [(date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 29)),
     (date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22)),
     (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3))],
)
def test_a_week_goes_from_monday_to_sunday(day, monday, sunday):
    assert rules.week_of(day) == (monday, sunday)


def test_days_fall_into_their_weeks_in_their_order():
    days = [date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 2)]
    assert [count for _week, count in rules.by_week(days)] == [2, 1, 1]
    assert rules.by_week([]) == []


def test_the_time_it_took_is_counted_in_calendar_days():
    assert rules.took(date(2026, 11, 20), date(2026, 11, 23)) == 3
    assert rules.took(date(2026, 11, 20), date(2026, 11, 20)) == 0
