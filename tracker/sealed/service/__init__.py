"""Deeds on accusations (密封件): taken in, moved, boxed; keys, other names, relatives; what the county
takes.
"""

from tracker.sealed.naming import accuses
from tracker.sealed.service.boxing import Keys, content_of, note_text
from tracker.sealed.service.county import take
from tracker.sealed.service.handling import (
    change_subjects,
    conclude,
    hand_up,
    note_reading,
    opened,
    receive,
    release,
)
from tracker.sealed.service.intake import (
    Accusation,
    can_reach_county,
    pass_to_county,
    put_for_county,
    take_in,
    way_of,
)
from tracker.sealed.service.interference import report_interference
from tracker.sealed.service.keys import (
    change_passphrase,
    drill,
    make_key,
    put_key,
    recover,
    reseal,
    unlock,
    with_older,
    written,
)
from tracker.sealed.service.lists import declare_relatives, name_also

__all__ = [
    "Accusation",
    "Keys",
    "accuses",
    "can_reach_county",
    "change_passphrase",
    "change_subjects",
    "conclude",
    "content_of",
    "declare_relatives",
    "drill",
    "hand_up",
    "make_key",
    "name_also",
    "note_reading",
    "note_text",
    "opened",
    "pass_to_county",
    "put_for_county",
    "put_key",
    "receive",
    "recover",
    "release",
    "report_interference",
    "reseal",
    "take",
    "take_in",
    "unlock",
    "way_of",
    "with_older",
    "written",
]
