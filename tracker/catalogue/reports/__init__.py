"""The county's list as it comes in, and what the catalogue hands out: 事项目录, 减材料减环节."""

from tracker.catalogue.reports.books import CATALOGUE, CHANGES
from tracker.catalogue.reports.sheet import SERVICES

__all__ = ["CATALOGUE", "CHANGES", "SERVICES"]
