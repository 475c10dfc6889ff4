"""Every select() about service items (事项), their versions and the 代办点."""

from tracker.catalogue.queries.finding import alike, audiences_published, search, topics_published
from tracker.catalogue.queries.items import (
    is_public,
    item_by_code,
    item_choices,
    item_codes,
    items,
    offered,
    published,
)
from tracker.catalogue.queries.points import (
    PointRow,
    is_point_taken,
    point_rows,
    points,
)
from tracker.catalogue.queries.versions import (
    CatalogueRow,
    ChangeRow,
    catalogue_count,
    catalogue_rows,
    change_count,
    change_rows,
    last_version,
    news,
    versions,
)

__all__ = [
    "CatalogueRow", "ChangeRow", "PointRow", "alike", "audiences_published", "catalogue_count",
    "catalogue_rows", "change_count", "change_rows", "is_point_taken", "is_public", "item_by_code",
    "item_choices", "item_codes", "items", "last_version", "news", "offered", "point_rows", "points",
    "published", "search", "topics_published", "versions",
]
