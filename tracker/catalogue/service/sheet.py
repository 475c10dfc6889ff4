"""A row of the county's list (事项目录的表): the step of the import."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tracker.catalogue import queries, rules
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Status
from tracker.catalogue.service.items import fill
from tracker.catalogue.service.versions import keep_version, last_guide
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.store.action import Act
from tracker.store.known import Known
from tracker.township.queries import offices


def put_item(act: Act, town_code: str, cells: Mapping[str, Any]) -> str:
    """Step of the import: add or update one item of a town; answers new, updated or skipped.

    `cells` are the texts of one row by column name; the sheet's Chinese headings and their names are
    rules.HEADINGS. An empty cell, or a column an older sheet does not have, leaves a known item as it is.
    申请材料 materials_text: a material a line, 名称｜形式｜份数｜必需或可选｜可后补｜来源. 公布 is_published
    (是): at once, then none of the six may be missing. A change of what is public leaves a version.
    RuleBroken carries the column's name as its field.
    """
    code = str(cells.get("code") or "").strip()
    items = act.once(("items", town_code), lambda: _known_items(act, town_code))
    known = items.get(code)
    facts = rules.item_facts(cells, is_known=known is not None)
    department = str(cells.get("department") or "").strip()
    if department or known is None:
        facts["department_code"] = _department(act, town_code, department)
    item = known or ServiceItem(
        unit_code=town_code, author_id=act.actor.user_id, status=Status.DRAFT, number=0
    )
    wants_publishing = rules.goes_public(cells) and item.status is not Status.PUBLISHED
    if known and not wants_publishing and all(getattr(known, key) == value for key, value in facts.items()):
        return "skipped"
    if wants_publishing:
        rules.check_publishable({**item.facts, **facts})
    before = last_guide(item)
    act.on("service.import", item)
    fill(item, facts)
    if wants_publishing:
        item.status = rules.FLOW.step(item.status, "publish")
        item.published_on = act.today
    if item.is_published:
        keep_version(act, item, before)
    if known is None:
        items.add(item.code, item)
    return "updated" if known else "new"


def _known_items(act: Act, town_code: str) -> Known[str, ServiceItem]:
    return Known(act, queries.item_codes(town_code), partial(queries.item_by_code, town_code))


def _department(act: Act, town_code: str, name: str) -> str:
    """The code of the office with this name; empty when none is named."""
    if not name:
        return ""
    for unit in act.once(("offices", town_code), lambda: offices(town_code)):
        if name in (unit.name, unit.short_name, unit.unit_code):
            return unit.unit_code
    raise RuleBroken(_("没有叫“{name}”的部门"), field="department", name=name)
