"""Desk pages and addresses of field work (没有信号)."""

from tracker.field.views import load, pages, parked, sync
from tracker.field.views.frame import bp

__all__ = ["bp", "load", "pages", "parked", "sync"]
