"""Every select() about problems (问题): lists, what waits for whom, the steps of one."""

from tracker.problems.queries.lists import (
    COUNT_UP_TO,
    LONG,
    OVERDUE,
    PER_PAGE,
    PRINTED,
    REHUNG,
    THIS_WEEK,
    Found,
    ProblemFilter,
    ProblemRow,
    ProblemTotals,
    is_long_unsolved,
    latest_words,
    my_problems,
    newest_first,
    problems,
    problems_to_judge,
    problems_to_print,
    rows_of,
    sum_of,
    title_of,
    totals,
)
from tracker.problems.queries.one import (
    deferred_until_today,
    facts_of,
    handler_ids,
    handler_posts,
    notes_of,
    of_household,
    problem,
    raised_by,
    ref_of,
    turned_into,
    went_to,
)

__all__ = [
    "COUNT_UP_TO", "LONG", "OVERDUE", "PER_PAGE", "PRINTED", "REHUNG", "THIS_WEEK", "Found",
    "ProblemFilter", "ProblemRow", "ProblemTotals", "deferred_until_today", "facts_of", "handler_ids",
    "handler_posts", "is_long_unsolved", "latest_words", "my_problems", "newest_first", "notes_of",
    "of_household", "problem", "problems", "problems_to_judge", "problems_to_print", "raised_by",
    "ref_of", "rows_of", "sum_of", "title_of", "totals", "turned_into", "went_to",
]
