"""Desk pages of the annual assessment (年度考核): plans.py for the year, sheets.py for one person."""

from tracker.assessments.views import plans, sheets

__all__ = ["bp", "plans", "sheets"]

bp = plans.bp
