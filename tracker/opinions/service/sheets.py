"""What comes in by the sheet: the tree of categories (类别) and matters with their replies from elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import partial

from tracker.domain.clock import SHANGHAI
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Category, Opinion, Reply
from tracker.opinions.rules import Channel, Contact, Status
from tracker.opinions.service import indexing
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.store.known import Known
from tracker.store.numbers import RandomNumbers
from tracker.township.queries import unit_of

# domain.md 5.5: default tree of a rural town, first level; the town changes it by importing its own
DEFAULT_CATEGORIES: tuple[str, ...] = (
    _("村务管理"), _("土地与宅基地"), _("征地拆迁"), _("涉农补贴与农业生产"), _("社会救助与低保"),
    _("医保养老"), _("就业与欠薪"), _("道路水利等基础设施"), _("饮水用电通信"), _("环境卫生"), _("教育卫生"),
    _("邻里与家庭纠纷"), _("安全隐患"), _("服务态度"), _("廉洁问题"), _("政策咨询"), _("意见建议"), _("其他"),
)


MOST_BELOW_ONE = 999


def create_default_categories(actor: Actor, town_code: str) -> None:
    """The tree a new town starts with; does nothing twice."""
    with action(actor, "category.import") as act:
        for name in DEFAULT_CATEGORIES:
            put_category(act, (name,), town_code)


def put_category(act: Act, names: Sequence[str], town_code: str = "") -> str:
    """Step: make sure this path of names is in the town's tree; answers new or skipped."""
    town_code = town_code or act.actor.town_code
    names = [name.strip() for name in names if name and name.strip()]
    if not 1 <= len(names) <= 3:
        raise RuleBroken(_("类别应有一到三级"), field="name")
    tree = act.once(("tree", town_code), lambda: Tree(queries.categories_of(town_code)))
    parent_code, answer = "", "skipped"
    for level, name in enumerate(names, 1):
        code = tree.code_of(parent_code, name)
        if code is None:
            code = tree.grow(parent_code, name)
            act.on("category.import", Category(
                unit_code=town_code, parent_code=parent_code, name=name, level=level, code=code,
            ))
            answer = "new"
        parent_code = code
    return answer


class Tree:
    """The tree of a town while a sheet comes in: which names stand below which code."""

    def __init__(self, nodes: Iterable[Category]) -> None:
        self._codes = {(node.parent_code, node.name): node.code for node in nodes}
        self._last: dict[str, str] = {}
        for (parent_code, _name), code in self._codes.items():
            self._last[parent_code] = max(code, self._last.get(parent_code, ""))

    def code_of(self, parent_code: str, name: str) -> str | None:
        return self._codes.get((parent_code, name))

    def grow(self, parent_code: str, name: str) -> str:
        """The code of a new node: its parent's and three digits. RuleBroken when there are no more."""
        last = self._last.get(parent_code)
        number = int(last[-3:]) + 1 if last else 1
        if number > MOST_BELOW_ONE:
            raise RuleBroken(_("一个类别下面最多 {n} 个"), n=MOST_BELOW_ONE)
        code = self._codes[parent_code, name] = self._last[parent_code] = f"{parent_code}{number:03d}"
        return code


def put_imported(
    act: Act, *, outside_no: str, title: str, text: str, submitted_on: date, category: str = "",
    reply_text: str = "", replied_on: date | None = None,
) -> str:
    """Step: one message of another platform (留言编号 makes it known again); answers new, updated or skipped.

    With a reply it comes in as closed, without as open. No roster search: it was public before it came.
    """
    _check_imported(outside_no, text or title, submitted_on, reply_text, replied_on, act.today)
    town_code = act.actor.town_code
    numbers = act.once(("outside", town_code), lambda: OutsideNumbers(act))
    known = None
    if outside_no in numbers:
        known = numbers.open_one(outside_no) if reply_text else None
        if known is None:
            return "skipped"
    opinion = known or _imported(act, outside_no, title, text or title, submitted_on, category)
    act.on("opinion.import", opinion)
    if reply_text and replied_on:
        opinion.status = Status.CLOSED
        opinion.replied_on = opinion.closed_on = replied_on
        opinion.replies.append(Reply(outcome=None, text=reply_text, replied_on=replied_on, author_id=None))
    indexing.index(act, opinion)
    numbers.add(opinion)
    return "updated" if known else "new"


class OutsideNumbers:
    """The messages of other platforms that whoever acts may see, by 留言编号, and which of them are open."""

    def __init__(self, act: Act) -> None:
        found = queries.outside_numbers(act.actor)
        is_open = [number or "" for number, status in found if status is Status.SUBMITTED]
        self._all = {number for number, _status in found}
        self._open: Known[str, Opinion] = Known(act, is_open, partial(queries.by_outside_no, act.actor))

    def __contains__(self, outside_no: str) -> bool:
        return outside_no in self._all

    def open_one(self, outside_no: str) -> Opinion | None:
        """The matter with this number as long as nobody has dealt with it."""
        found = self._open.get(outside_no)
        return found if found is not None and found.status is Status.SUBMITTED else None

    def add(self, opinion: Opinion) -> None:
        self._all.add(opinion.outside_no or "")
        if opinion.status is Status.SUBMITTED:
            self._open.add(opinion.outside_no or "", opinion)


def _check_imported(
    outside_no: str, text: str, submitted_on: date, reply_text: str, replied_on: date | None, today: date
) -> None:
    if not outside_no.strip():
        raise RuleBroken(_("缺留言编号"), field="outside_no")
    if not text.strip():
        raise RuleBroken(_("主题和详情都是空的"), field="text")
    if submitted_on > today:
        raise RuleBroken(_("留言时间 {day} 还没有到"), field="submitted_on", day=submitted_on.isoformat())
    if bool(reply_text) != (replied_on is not None):
        raise RuleBroken(_("答复意见和答复时间应一起填"), field="replied_on" if reply_text else "reply_text")
    if replied_on is not None and replied_on < submitted_on:
        raise RuleBroken(_("答复时间早于留言时间"), field="replied_on")


def _imported(
    act: Act, outside_no: str, title: str, text: str, submitted_on: date, category: str
) -> Opinion:
    """The matter whole, before it enters the session: one INSERT a row, no UPDATE behind it."""
    town_code = act.actor.town_code
    category_id = _category_id(act, town_code, category)
    return Opinion(
        ref=act.once("opinion refs", lambda: _refs(town_code)).draw(),
        town_code=town_code, unit_code=town_code, outside_no=outside_no, status=rules.FLOW.initial,
        created_at=datetime.combine(submitted_on, time(), SHANGHAI), submitted_on=submitted_on,
        channel=Channel.WEB, title=title[: rules.LONGEST_LINE], text=text, place="", name="", phone="",
        contact=Contact.ANONYMOUS, category_id=category_id,
        urgency=rules.usual_urgency(category),
    )


def _refs(town_code: str) -> RandomNumbers:
    town = unit_of(town_code)
    return RandomNumbers(Opinion.ref, f"{town.short_name if town else ''}-诉-")


def _category_id(act: Act, town_code: str, name: str) -> int | None:
    """The category of this name; made at the first level when the one who imports may do so."""
    if not name:
        return None
    ids = act.once(("category ids", town_code), lambda: queries.category_ids(town_code))
    if name not in ids:
        if not allows(act.actor, "category.import", Category(unit_code=town_code)):
            raise RuleBroken(_("没有“{name}”这一类，请先导入类别"), field="category", name=name)
        put_category(act, (name,), town_code)
        act.flush()
        made = queries.category_like(town_code, name)
        ids[name] = made.id if made else None  # a trial has made none
    return ids[name]
