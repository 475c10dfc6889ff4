"""代办: which deeds a task offers while somebody runs the errand, and what the days must be."""

from datetime import date

import pytest

from tracker.domain.errors import RuleBroken
from tracker.hall.rules import (
    MandateKind,
    Standing,
    Status,
    check_back,
    check_mandate,
    check_sent,
    open_deeds,
)

DAY, NEXT = date(2026, 3, 5), date(2026, 3, 6)


def test_at_the_county_what_is_waited_for_comes_first():
    names = open_deeds(Standing(Status.REPORTED))
    assert names[0] == "bring_back" and "report_up" in names


@pytest.mark.parametrize(("is_agency", "name"), [(True, "hand_back"), (False, "deliver")])
def test_the_result_of_an_errand_goes_into_somebody_s_hands(is_agency, name):
    assert open_deeds(Standing(Status.DONE, is_agency=is_agency)) == [name]


def test_a_day_of_a_mandate_or_a_step_that_cannot_be_is_refused_at_its_field():
    for wrong, field in (
        (lambda: check_mandate(MandateKind.SIGNED, NEXT, DAY), "mandate_on"),
        (lambda: check_sent(NEXT, DAY, DAY, stops_clock=False), "sent_on"),
        (lambda: check_sent(DAY, DAY, NEXT, stops_clock=True), "sent_on"),
        (lambda: check_back(NEXT, DAY, NEXT), "back_on"),
    ):
        with pytest.raises(RuleBroken) as broken:
            wrong()
        assert broken.value.field == field
    check_mandate(MandateKind.SPOKEN, None, DAY)
    check_sent(DAY, DAY, NEXT, stops_clock=False)
    check_back(DAY, NEXT, NEXT)
