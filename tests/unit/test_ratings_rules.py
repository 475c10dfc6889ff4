"""The rules of ratings: the flow of a bad one, when one asks for a rating, what may be published."""

from datetime import date

import pytest

from tracker.domain.errors import RuleBroken
from tracker.domain.policy import POLICY
from tracker.domain.roles import Role
from tracker.hall import rules, service
from tracker.hall.rules import CASE_FLOW, CaseStatus, Status

FRIDAY = date(2026, 11, 20)


def test_the_flow_of_a_bad_rating_is_sound():
    assert CASE_FLOW.problems() == []
    assert set(rules.CASE_LABELS) == set(rules.CASE_TAGS) == set(CaseStatus)


@pytest.mark.parametrize("name", [move.name for move in CASE_FLOW.moves])
def test_each_move_has_its_row_its_service_and_its_words_and_no_window_clerk_makes_it(name):
    assert Role.WINDOW not in POLICY[f"rating_case.{name}"] and POLICY[f"rating_case.{name}"]
    assert callable(getattr(service, name))
    assert rules.CASE_CONSEQUENCES[name] and rules.CASE_DEEDS[name]


def test_who_mends_and_who_calls_back_are_never_the_same_post():
    for calling in ("call_back", "redo", "miss_call", "give_up"):
        assert not POLICY[f"rating_case.{calling}"].keys() & POLICY["rating_case.mend"].keys()


@pytest.mark.parametrize(
    ("day", "invited", "is_due"), [(20, 0, False), (21, 0, True), (22, 1, False), (23, 1, True)]
)
def test_one_asks_after_a_day_and_after_three(day, invited, is_due):
    asked = (Status.DONE, False, FRIDAY, invited, date(2026, 11, day))
    if is_due:
        rules.check_invitable(*asked)
    else:
        with pytest.raises(RuleBroken, match="还不到"):
            rules.check_invitable(*asked)


@pytest.mark.parametrize(("day", "counts"), [(20, 0), (21, 1), (22, 1), (23, 2), (30, 2)])
def test_whoever_is_asked_late_is_not_asked_twice(day, counts):
    assert rules.invited_now(FRIDAY, date(2026, 11, day)) == counts


@pytest.mark.parametrize("words", ["王秀英说了", "电话 13800001234 打过"])
def test_names_and_telephones_are_not_published(words):
    with pytest.raises(RuleBroken) as broken:
        rules.check_public_words(words, ["王秀英", "", "13800001234"])
    assert broken.value.field == "public_words"
    rules.check_public_words("清单补上了", ["王秀英", ""])


def test_the_sum_stands_still_for_a_month():
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert rules.rated_before(first) == rules.rated_before(last) == first
