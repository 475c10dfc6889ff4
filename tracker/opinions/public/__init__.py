"""Residents' pages (反映问题、查进度): no script needed, no sign-in, nothing in the address."""

from tracker.opinions.public import progress, say
from tracker.opinions.public.frame import bp

__all__ = ["bp", "progress", "say"]
