"""上门: a day and a place agreed on, for items that can be done at the resident's home."""

from datetime import date, timedelta

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_PLACE = 120
LATEST_DAY = timedelta(days=92)  # a typing error in the year would never come up on any day's list


def check_home(day: date, place: str, today: date, *, at_home: bool) -> None:
    """Only of an item whose guide says so, and not for a day that is over."""
    if not at_home:
        raise RuleBroken(_("这件事的办事指南没有写可以上门办"))
    if day < today:
        raise RuleBroken(_("上门的日子要在今天或者以后"), field="home_on")
    if day > today + LATEST_DAY:
        raise RuleBroken(_("最多约到三个月以后，请看看年份"), field="home_on")
    if not place:
        raise RuleBroken(_("请写怎么找到他家"), field="home_place")
