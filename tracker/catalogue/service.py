"""Deeds on service items (事项): add, edit, publish, take down, and the step of the import."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tracker.catalogue import queries, rules
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Status
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.store.action import Act, action
from tracker.store.known import Known
from tracker.township.queries import offices


def add_item(actor: Actor, facts: Mapping[str, Any]) -> ServiceItem:
    """A new item, a draft until somebody publishes it."""
    item = ServiceItem(unit_code=actor.town_code, author_id=actor.user_id, status=Status.DRAFT)
    _fill(item, facts)
    with action(actor, "service.add") as act:
        if queries.item_by_code(item.unit_code, item.code) is not None:
            raise RuleBroken(_("编码 {code} 已经有了"), field="code", code=item.code)
        act.on("service.add", item)
    return item


def edit_item(actor: Actor, item: ServiceItem, facts: Mapping[str, Any]) -> None:
    """Change an item; one that is public stays complete."""
    with action(actor, "service.edit", item):
        other = queries.item_by_code(item.unit_code, facts["code"])
        if other is not None and other.id != item.id:
            raise RuleBroken(_("编码 {code} 已经有了"), field="code", code=facts["code"])
        _fill(item, facts)


def _fill(item: ServiceItem, facts: Mapping[str, Any]) -> None:
    """Step: the values of the columns, once they make sense together."""
    rules.check_days(facts["kind"], facts["promised_workdays"], facts["legal_workdays"])
    if item.status is Status.PUBLISHED:
        rules.check_publishable(facts)
    for name, value in facts.items():
        setattr(item, name, value)


def publish(actor: Actor, item: ServiceItem, facts: Mapping[str, str]) -> None:
    """公布: with the six facts as they were read over; none of them may be missing."""
    with action(actor, "service.publish", item) as act:
        item.status = rules.FLOW.step(item.status, "publish")
        rules.check_publishable(facts)
        for name in rules.SIX_FACTS:
            setattr(item, name, facts[name])
        item.published_on = act.today


def take_down(actor: Actor, item: ServiceItem) -> None:
    """撤下: residents no longer see it; what was taken in goes on."""
    with action(actor, "service.take_down", item):
        item.status = rules.FLOW.step(item.status, "take_down")


def put_item(act: Act, town_code: str, cells: Mapping[str, Any]) -> str:
    """Step of the import: add or update one item of a town; answers new, updated or skipped.

    `cells` are the texts of one row by column name; the sheet's Chinese headings and their names are
    rules.HEADINGS: 事项编码 code, 事项名称 name, 事项类型 type, 主题 topic, 实施部门 department (its name),
    办件类型 kind (即办件, 承诺件), the six facts 服务内容 content, 办理流程 procedure, 办理方式 ways,
    办理时间 hours, 办理地点 place, 办理人员 people; 受理条件 conditions, 设定依据 basis, 收费 fee,
    法定时限 legal_workdays, 承诺时限 promised_workdays, 咨询电话 phone, 要身份证 asks_id (是/否),
    申请材料 materials_text (a material a line: 名称｜形式｜份数｜必需或可选),
    公布 is_published (是: at once, then none of the six may be missing).
    RuleBroken carries the column's name as its field.
    """
    facts = rules.item_facts(cells)
    facts["department_code"] = _department(act, town_code, str(cells.get("department") or "").strip())
    items = act.once(("items", town_code), lambda: _known_items(act, town_code))
    known = items.get(facts["code"])
    goes_public = str(cells.get("is_published") or "").strip() in rules.YES_WORDS
    item = known or ServiceItem(unit_code=town_code, author_id=act.actor.user_id, status=Status.DRAFT)
    wants_publishing = goes_public and item.status is not Status.PUBLISHED
    if known and not wants_publishing and all(getattr(known, key) == value for key, value in facts.items()):
        return "skipped"
    rules.check_days(facts["kind"], facts["promised_workdays"], facts["legal_workdays"])
    if goes_public or item.status is Status.PUBLISHED:
        rules.check_publishable(facts)
    act.on("service.import", item)
    _fill(item, facts)
    if wants_publishing:
        item.status = rules.FLOW.step(item.status, "publish")
        item.published_on = act.today
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
