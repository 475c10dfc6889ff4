"""联系点、走访: the rules, by concept."""

from tracker.visits.rules.contacts import (
    LEVEL_LABELS,
    LONGEST_LINE,
    TARGET_LABELS,
    VILLAGE_DIGITS,
    Level,
    Target,
    check_backup,
    check_span,
    check_target,
    place_of,
    quarter_start,
)
from tracker.visits.rules.visits import (
    FREE_CORRECTION_DAYS,
    KIND_LABELS,
    LONGEST_WORDS,
    PROBLEMS_A_VISIT,
    Kind,
    check_correction,
    check_visited_on,
    is_free_correction,
)

__all__ = [
    "FREE_CORRECTION_DAYS",
    "KIND_LABELS",
    "LEVEL_LABELS",
    "LONGEST_LINE",
    "LONGEST_WORDS",
    "PROBLEMS_A_VISIT",
    "TARGET_LABELS",
    "VILLAGE_DIGITS",
    "Kind",
    "Level",
    "Target",
    "check_backup",
    "check_correction",
    "check_span",
    "check_target",
    "check_visited_on",
    "is_free_correction",
    "place_of",
    "quarter_start",
]
