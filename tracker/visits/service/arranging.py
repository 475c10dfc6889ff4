"""A sheet of contact points (批量安排联系点): one row, one arrangement, inside the act of the import."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.households import queries as roll
from tracker.households import service as households
from tracker.households.models import Household
from tracker.people.models import User
from tracker.people.queries import staff_of
from tracker.store.action import Act
from tracker.visits import queries, rules
from tracker.visits.models import ContactLink
from tracker.visits.rules import Level, Target
from tracker.visits.service.contacts import Arrangement, check_arrangement, new_link


@dataclass(frozen=True)
class ContactRow:
    """One line, as written; `number` is the 户号, `head` the name of the head of the household."""

    cadre: str
    village: str
    target: Target | None = None
    level: Level | None = None
    number: int | None = None
    head: str = ""
    name: str = ""
    since: date | None = None
    basis: str = ""
    backup: str = ""


def put_contact(act: Act, row: ContactRow) -> str:
    """Step: arrange one contact point, or bring its level, basis and AB岗 up to date.

    Answers new, updated or skipped. RuleBroken names the column. An empty cell changes nothing.
    """
    wanted = _wanted(act, row)
    check_arrangement(wanted)
    standing = act.once("contact links", lambda: Standing(queries.open_links(act.actor.town_code)))
    known = standing.of(wanted)
    if known is None:
        link = new_link(act.actor, wanted)
        act.on("contact.import", link)
        if wanted.household:
            households.link(act, wanted.household, wanted.cadre_id)
        standing.add(link)
        return "new"
    if known.assignee_id != wanted.cadre_id:
        raise RuleBroken(_("这一户已经有人联系了，要换人请办岗位交接"), field="cadre")
    return _bring_up_to_date(act, known, row, wanted)


class Standing:
    """The open contact points of the town while a sheet comes in."""

    def __init__(self, links: list[ContactLink]) -> None:
        self._households: dict[int | None, ContactLink] = {}
        self._others: dict[tuple[Target, str, str, int | None], ContactLink] = {}
        for link in links:
            self.add(link)

    def add(self, link: ContactLink) -> None:
        if link.household_id is not None:
            self._households[link.household_id] = link
        else:
            self._others[link.target, link.unit_code, link.target_name, link.assignee_id] = link

    def of(self, wanted: Arrangement) -> ContactLink | None:
        """Of a household anybody's, else this cadre's."""
        if wanted.household is not None:
            return self._households.get(wanted.household.id)
        return self._others.get((wanted.target, wanted.unit_code, wanted.target_name, wanted.cadre_id))


def _bring_up_to_date(act: Act, link: ContactLink, row: ContactRow, wanted: Arrangement) -> str:
    facts = {
        "level": wanted.level if row.level else link.level, "basis": wanted.basis or link.basis,
        "backup_id": wanted.backup_id or link.backup_id,
    }
    if all(getattr(link, name) == value for name, value in facts.items()):
        return "skipped"
    act.on("contact.import", link)
    for name, value in facts.items():
        setattr(link, name, value)
    return "updated"


def _wanted(act: Act, row: ContactRow) -> Arrangement:
    village = households.village_named(act, row.village.strip())
    cadre = _person(act, row.cadre, "cadre")
    target = row.target or _target_of(row)
    household = _household(act, village.unit_code, row) if target is Target.HOUSEHOLD else None
    backup_id = _person(act, row.backup, "backup").id if row.backup.strip() else None
    rules.check_backup(cadre.id, backup_id, "backup")
    if row.since:
        rules.check_start(row.since, act.today)
    return Arrangement(
        cadre_id=cadre.id, unit_code=village.unit_code, target=target, household=household,
        level=row.level or (Level.LEADER if cadre.is_leading_member else Level.STAFF),
        target_name=_name(row, target), since=row.since or act.today, basis=_short(row.basis),
        backup_id=backup_id,
    )


def _target_of(row: ContactRow) -> Target:
    """What an empty 联系什么 means: a household when one is named, else the village."""
    if row.number is not None or row.head.strip():
        return Target.HOUSEHOLD
    if row.name.strip():
        raise RuleBroken(_("请写是企业还是项目"), field="target")
    return Target.VILLAGE


def _name(row: ContactRow, target: Target) -> str:
    if target not in (Target.COMPANY, Target.PROJECT):
        return ""
    name = " ".join(row.name.split())
    if not name:
        raise RuleBroken(_("请写企业或项目的名称"), field="name")
    if len(name) > rules.LONGEST_NAME:
        raise RuleBroken(_("名称最多 {n} 个字"), field="name", n=rules.LONGEST_NAME)
    return name


def _short(basis: str) -> str:
    text = " ".join(basis.split())
    if len(text) > rules.LONGEST_LINE:
        raise RuleBroken(_("依据最多 {n} 个字"), field="basis", n=rules.LONGEST_LINE)
    return text


def _person(act: Act, written: str, field: str) -> User:
    """A colleague of the town by name, or by login where several bear the name."""
    staff = act.once("contact staff", lambda: staff_of(act.actor.town_code))
    name = written.strip()
    same = [one for one in staff if name in (one.name, one.login)]
    if len(same) > 1:
        raise RuleBroken(_("有 {n} 个人叫“{name}”，请写登录名"), field=field, n=len(same), name=name)
    if not same:
        raise RuleBroken(_("没有“{name}”这个人，请写姓名或登录名"), field=field, name=name)
    return same[0]


def _household(act: Act, village: str, row: ContactRow) -> Household:
    """By 户号, else by the name of its head; names lie encrypted and are opened once for a village."""
    found = act.once(("contact roll", village), lambda: list(roll.households_of(village)))
    head = row.head.strip()
    if row.number is None and not head:
        raise RuleBroken(_("请写户号或者户主姓名"), field="number")
    same = [one for one in found if row.number in (None, one.number) and head in ("", one.head_name)]
    field = "head" if row.number is None else "number"
    if len(same) > 1:
        raise RuleBroken(_("这个村有 {n} 户的户主是这个名字，请写户号"), field=field, n=len(same))
    if not same:
        raise RuleBroken(_("这个村的户名册里没有这一户"), field=field)
    return same[0]
