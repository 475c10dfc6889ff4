"""Rules of the catalogue (事项目录): words, the gate to publication, papers, the sheet, changes, finding."""

from tracker.catalogue.rules.changes import Change, Less, steps_of
from tracker.catalogue.rules.gate import (
    FLOW,
    MISSING_FACTS,
    SIX_FACTS,
    check_days,
    check_publishable,
    check_taken_in,
)
from tracker.catalogue.rules.materials import Material, check_complete, missing, parse_materials
from tracker.catalogue.rules.sheet import HEADINGS, YES_WORDS, audience_codes, goes_public, item_facts
from tracker.catalogue.rules.words import (
    AUDIENCE_LABELS,
    GAP_LABELS,
    KIND_LABELS,
    STATUS_LABELS,
    STATUS_TAGS,
    TOPIC_LABELS,
    TYPE_LABELS,
    Audience,
    GapRule,
    Kind,
    Status,
    Topic,
    Type,
)

__all__ = [
    "AUDIENCE_LABELS", "FLOW", "GAP_LABELS", "HEADINGS", "KIND_LABELS", "MISSING_FACTS",
    "SIX_FACTS", "STATUS_LABELS", "STATUS_TAGS", "TOPIC_LABELS", "TYPE_LABELS", "YES_WORDS", "Audience",
    "Change", "GapRule", "Kind", "Less", "Material", "Status", "Topic", "Type", "audience_codes",
    "check_complete", "check_days", "check_publishable", "check_taken_in", "goes_public", "item_facts",
    "missing", "parse_materials", "steps_of",
]
