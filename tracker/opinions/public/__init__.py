"""Residents' pages (反映问题、查进度): no script needed, no sign-in, nothing in the address."""

from tracker.opinions.public import following, pictures, progress, say
from tracker.opinions.public.frame import bp
from tracker.opinions.public.similar import use_similar

__all__ = ["bp", "following", "pictures", "progress", "say", "use_similar"]
