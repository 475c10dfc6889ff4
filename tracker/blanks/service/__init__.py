"""Deeds on official forms (表样), by what they are about: keeping, matching their marks, filling."""

from tracker.blanks.rules import PREFIX
from tracker.blanks.service.filling import FILL, MAKER, Wanted, fill_now, order, wanted_of
from tracker.blanks.service.keeping import (
    Upload,
    hand_in,
    map_marks,
    rename,
    resume,
    stop,
    take_into_use,
    use_version,
)
from tracker.blanks.service.marks import Question, Reading, Sample, read_draft, sample

__all__ = [
    "FILL",
    "MAKER",
    "PREFIX",
    "Question",
    "Reading",
    "Sample",
    "Upload",
    "Wanted",
    "fill_now",
    "hand_in",
    "map_marks",
    "order",
    "read_draft",
    "rename",
    "resume",
    "sample",
    "stop",
    "take_into_use",
    "use_version",
    "wanted_of",
]
