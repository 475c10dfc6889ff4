"""凭证: how long somebody waits who types wrong receipts (security.md 2.3.2)."""

from datetime import timedelta

FREE_TRIES = 5
"""Wrong tries on one receipt before the first wait."""
LONGEST_WAIT = timedelta(minutes=15)
MEMORY = timedelta(hours=24)
"""After so much quiet the tries are forgotten."""
TOWN_TRIES, TOWN_WINDOW = 600, timedelta(minutes=10)
"""Wrong tries of all strangers together: what the machine can hash beside its work."""
MOST_MARKS = 5
"""How many receipts one browser is known for."""


def wait_after(tries: int) -> timedelta:
    """Nothing for the first ones, then a minute, doubled with each further one; at most LONGEST_WAIT."""
    if tries < FREE_TRIES:
        return timedelta()
    return min(timedelta(minutes=2 ** min(tries - FREE_TRIES, 10)), LONGEST_WAIT)
