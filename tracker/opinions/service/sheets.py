"""What comes in by the sheet: the tree of categories (类别) and matters with their replies from elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime, time

from tracker.domain.clock import SHANGHAI
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Category, Opinion, Reply
from tracker.opinions.rules import Channel, Contact, Status
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import random_number
from tracker.township.queries import unit_of

# domain.md 5.5: default tree of a rural town, first level; the town changes it by importing its own
DEFAULT_CATEGORIES: tuple[str, ...] = (
    _("村务管理"), _("土地与宅基地"), _("征地拆迁"), _("涉农补贴与农业生产"), _("社会救助与低保"),
    _("医保养老"), _("就业与欠薪"), _("道路水利等基础设施"), _("饮水用电通信"), _("环境卫生"), _("教育卫生"),
    _("邻里与家庭纠纷"), _("安全隐患"), _("服务态度"), _("廉洁问题"), _("政策咨询"), _("意见建议"), _("其他"),
)


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
    parent_code, answer = "", "skipped"
    for level, name in enumerate(names, 1):
        node = queries.category_named(town_code, parent_code, name)
        if node is None:
            node = Category(
                unit_code=town_code, parent_code=parent_code, name=name, level=level,
                code=_next_code(town_code, parent_code),
            )
            act.on("category.import", node)
            db.session.flush()
            answer = "new"
        parent_code = node.code
    return answer


def _next_code(town_code: str, parent_code: str) -> str:
    last = queries.last_category_code(town_code, parent_code)
    return f"{parent_code}{int(last[-3:]) + 1 if last else 1:03d}"


def put_imported(
    act: Act, *, outside_no: str, title: str, text: str, submitted_on: date, category: str = "",
    reply_text: str = "", replied_on: date | None = None,
) -> str:
    """Step: one message of another platform (留言编号 makes it known again); answers new, updated or skipped.

    With a reply it comes in as closed, without as open. No roster search: it was public before it came.
    """
    _check_imported(outside_no, text or title, submitted_on, reply_text, replied_on, act.today)
    town_code = act.actor.town_code
    known = queries.by_outside_no(town_code, outside_no)
    if known is not None and (not reply_text or known.status is not Status.SUBMITTED):
        return "skipped"
    opinion = known or _imported(act, outside_no, title, text or title, submitted_on, category)
    act.on("opinion.import", opinion)
    if reply_text and replied_on:
        opinion.status = Status.CLOSED
        opinion.replied_on = opinion.closed_on = replied_on
        opinion.replies.append(Reply(outcome=None, text=reply_text, replied_on=replied_on, author_id=None))
    return "updated" if known else "new"


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
    town, found = unit_of(town_code), _category(act, town_code, category)
    return Opinion(
        ref=random_number(Opinion.ref, f"{town.short_name if town else ''}-诉-"),
        town_code=town_code, unit_code=town_code, outside_no=outside_no, status=rules.FLOW.initial,
        created_at=datetime.combine(submitted_on, time(), SHANGHAI), submitted_on=submitted_on,
        channel=Channel.WEB, title=title[: rules.LONGEST_LINE], text=text, place="", name="", phone="",
        contact=Contact.ANONYMOUS, category_id=found.id if found else None,
        urgency=rules.usual_urgency(category),
    )


def _category(act: Act, town_code: str, name: str) -> Category | None:
    """The category of this name; made at the first level when the one who imports may do so."""
    if not name:
        return None
    found = queries.category_like(town_code, name)
    if found is None and allows(act.actor, "category.import", Category(unit_code=town_code)):
        put_category(act, (name,), town_code)
        found = queries.category_like(town_code, name)
    if found is None:
        raise RuleBroken(_("没有“{name}”这一类，请先导入类别"), field="category", name=name)
    return found
