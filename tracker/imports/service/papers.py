"""What leaves the wizard as a file (模板、有错的行), and what vanishes after a day."""

from dataclasses import replace

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.incoming.bad_rows import bad_rows
from tracker.excel.incoming.import_template import template_of
from tracker.excel.incoming.importing import Import
from tracker.imports import queries, rules
from tracker.imports.models import ImportBatch
from tracker.imports.rules import Status
from tracker.imports.service.batches import browser_limits, path_of
from tracker.imports.service.findings import Findings
from tracker.opinions.queries import categories_of
from tracker.store import files
from tracker.store.action import Act
from tracker.store.db import db
from tracker.township.queries import offices, town_name, villages

KEPT = rules.UNDO_WITHIN
"""How long findings, journals and files stay: as long as an import can be undone."""
NOT_IMPORTED = _("放了一天没有导入，文件已经清掉")


def template(actor: Actor, importer: Import) -> bytes:
    """The workbook to fill, with the villages and offices of this town to choose from."""
    known = {
        "households": {"village": [one.name for one in villages(actor.town_code)]},
        "people": {"unit": [one.name for one in (*offices(actor.town_code), *villages(actor.town_code))]},
        "services": {"department": [one.name for one in offices(actor.town_code)]},
        "roll": {"village": [one.name for one in villages(actor.town_code)]},
        "slips": {"village": [one.name for one in villages(actor.town_code)]},
        "opinions": {"category": [one.name for one in categories_of(actor.town_code) if one.level == 1]},
    }
    offered = replace(importer, limits=browser_limits(importer))
    return template_of(offered, unit=town_name(actor.town_code), choices=known.get(importer.kind))


def wrong_rows(batch: ImportBatch, importer: Import) -> bytes:
    """Only the rows in which something is wrong, with what it is. RuleBroken when the file is gone."""
    return bad_rows(importer, importer.open(path_of(batch)), Findings.read(batch.findings).wrong)


def tidy(act: Act) -> int:
    """Step of the night: what sheets said is forgotten after a day; answers how many sheets."""
    old = queries.older_than(act.now - KEPT)
    for _id, name in old:
        files.drop(files.INCOMING, name)
    gone = ImportBatch.id.in_([one.id for one in old])
    forget = sa.update(ImportBatch).where(gone).execution_options(synchronize_session=False)
    db.session.execute(forget.values(file="", findings=None, journal=None))
    waiting = ImportBatch.status.in_((Status.UPLOADED, Status.CHECKED, Status.FAILED))
    db.session.execute(forget.where(waiting).values(status=Status.DROPPED, message=NOT_IMPORTED))
    return len(old)
