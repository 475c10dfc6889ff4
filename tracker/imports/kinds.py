"""Which kinds of sheets (导入的表) come in, and who may hand them in."""

from tracker.catalogue.reports import SERVICES
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.incoming.importing import Import
from tracker.households.reports import HOUSEHOLDS
from tracker.opinions.reports import CATEGORIES, OPINIONS, SLIPS
from tracker.outreach.reports import ROLL
from tracker.people.reports import PEOPLE
from tracker.township.reports import HOLIDAYS, UNITS
from tracker.visits.contact_reports import CONTACTS

SHEETS_IN = (UNITS, PEOPLE, HOUSEHOLDS, CONTACTS, CATEGORIES, OPINIONS, SLIPS, SERVICES, ROLL, HOLIDAYS)
IMPORTS: dict[str, Import] = {one.kind: one for one in SHEETS_IN}


def imports_of(actor: Actor) -> list[Import]:
    """The kinds of sheets this actor may take in, in the order of the table above."""
    return [one for one in SHEETS_IN if may_come(actor, one.action)]
