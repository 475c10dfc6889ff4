"""Pages of the hall that everybody reads: the machine, the screen, the slip."""

from tracker.line.public import pages
from tracker.line.public.frame import bp

__all__ = ["bp", "pages"]
