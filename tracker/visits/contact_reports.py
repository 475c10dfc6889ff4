"""Sheets about the contact points: 联系点安排表, 村情一览, and the arrangement that comes in."""

from typing import Any

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.parse import parse_date, text
from tracker.excel.report import DATE, INT, Column, Group, Period, Report, Split
from tracker.visits.queries.arrangements import ArrangementRow, arrangement_count, arrangement_rows
from tracker.visits.queries.villages import VillageFacts, village_facts
from tracker.visits.rules import LEVEL_LABELS, TARGET_LABELS, Level, Target
from tracker.visits.service import ContactRow, put_contact


def _village(row: ArrangementRow) -> tuple[str, str]:
    return row.village_code, row.village


ARRANGEMENTS = Report(
    name="contact-arrangements",
    title=_("联系点安排表"),
    action="contact.report",
    rows=arrangement_rows,
    count=arrangement_count,
    columns=(
        Column(_("村（社区）"), "village", width=12),
        Column(_("重点村"), "key", width=12),
        Column(_("类型"), "kind", width=13, align="center"),
        Column(_("联系对象"), "target", width=22),
        Column(_("联系干部"), "cadre", width=10, align="center"),
        Column(_("干部所在单位"), "office", width=16),
        Column(_("级别"), "level", width=10, align="center"),
        Column(_("AB 岗"), "backup", width=10, align="center"),
        Column(_("从哪天起"), "since", width=12, format=DATE, align="center"),
        Column(_("到哪天为止"), "until", width=12, format=DATE, align="center"),
        Column(_("依据文件"), "basis", width=21),
        Column(_("发卡日期"), "card_issued_on", width=12, format=DATE, align="center"),
    ),
    notes=(_("户主姓名已遮住。"),),
    definitions=(
        (_("统计范围"), _("统计区间里有一天在联系的安排；没有结束的，“到哪天为止”空着")),
        (_("AB 岗"), _("联系干部不在时由谁去")),
        (_("发卡日期"), _("联系卡最近一次发到那里的日子，空着的还没有记")),
    ),
    splits=(Split(_("村（社区）"), _village),),
)


def _facts(actor: Actor, period: Period) -> list[VillageFacts]:
    return village_facts(actor, period, period.cut_off(clock.today()))


def _count(title: str, value: str, width: int = 9, *, small: bool = False) -> Column:
    return Column(title, value, width=width, format=INT, total="sum", small=small)


# people of these classes are few in a village: a small count would point at a door (security.md 2.5)
VILLAGES = Report(
    name="village-facts",
    title=_("村情一览"),
    action="village.report",
    one_page_rows=40,
    rows=_facts,
    columns=(
        Column(_("村（社区）"), "name", width=14),
        Column(_("重点村"), "key", width=12),
        Column(_("联系干部"), "cadres", width=22),
        _count(_("户数"), "households"),
        Column(_("人口"), "people", width=9, format=INT, dash=True),
        _count(_("有人联系的户"), "linked", 13),
        Group(_("要多去看看的户"), (
            _count(_("困难户"), "hardship", small=True), _count(_("独居老人"), "alone", small=True),
            _count(_("留守儿童"), "children", small=True), _count(_("残疾人"), "disabled", small=True),
            _count(_("优抚对象"), "veteran", small=True),
        )),
        Group(_("走访"), (_count(_("天数"), "days"), _count(_("户数"), "visited"))),
        Group(_("问题"), (
            _count(_("登记"), "raised"), _count(_("解决"), "solved"), _count(_("没解决"), "open"),
        )),
    ),
    notes=(_("按行政区划排列，不排名。少于 5 户的类别不写具体数。"),),
    definitions=(
        (_("户数、人口、没解决"), _("制表时的数；人口只加户名册里填了人口数的户")),
        (_("走访"), _("统计区间里有人去的天数（同一天只算一次）和去过的户数")),
        (_("登记、解决"), _("统计区间里登记的问题；统计区间里当场解决或者销号的问题")),
        (_("联系干部"), _("统计截止日联系这个村的干部")),
    ),
)

LEVELS = {label: level for level, label in LEVEL_LABELS.items()}
TARGETS = {label: target for target, label in TARGET_LABELS.items()}
SHORT = {"村": Target.VILLAGE, "社区": Target.VILLAGE, "户": Target.HOUSEHOLD}


def _level(value: Any) -> Level:
    word = text(value)
    if word not in LEVELS:
        raise RuleBroken(_("没有“{word}”这个级别，可以写：{words}"), word=word, words="、".join(LEVELS))
    return LEVELS[word]


def _target(value: Any) -> Target:
    word = text(value)
    if word not in TARGETS and word not in SHORT:
        raise RuleBroken(_("没有“{word}”这一类，可以写：{words}"), word=word, words="、".join(TARGETS))
    return TARGETS.get(word) or SHORT[word]


def _number(value: Any) -> int:
    """012, 12 and 012 户 are the same door."""
    word = text(value).removesuffix("户").strip()
    if not word.isascii() or not word.isdecimal() or len(word) > 6:
        raise RuleBroken(_("户号应是数字，这里是“{word}”"), word=word)
    return int(word)


CONTACTS = Import(
    kind="contacts",
    title=_("联系点安排"),
    action="contact.import",
    variants=(
        (
            Column(
                _("联系干部"), "cadre", parse=text, required=True, example=_("张三"),
                also=(_("干部姓名"), _("包联干部"), _("包户干部"), _("帮扶干部"), _("干部")),
            ),
            Column(
                _("村"), "village", parse=text, required=True, example=_("青龙湾村"),
                also=(_("村名"), _("村（社区）"), _("联系村"), _("所在村"), _("村代码")),
            ),
            Column(
                _("联系什么"), "target", parse=_target, choices=tuple(TARGETS), example=_("联系户"),
                also=(_("类型"), _("联系类型"), _("对象类型")),
            ),
            Column(_("户号"), "number", parse=_number, example="012"),
            Column(_("户主姓名"), "head", parse=text, example=_("李四"), also=(_("户主"), _("联系户"))),
            Column(
                _("企业或项目名称"), "name", parse=text, example=_("茶叶加工厂"),
                also=(_("企业名称"), _("项目名称"), _("企业"), _("项目")),
            ),
            Column(_("级别"), "level", parse=_level, choices=tuple(LEVELS), example=_("一般干部")),
            Column(
                _("从哪天起"), "since", format=DATE, parse=parse_date, example="2026-01-01",
                also=(_("开始日期"), _("开始时间")),
            ),
            Column(_("依据文件"), "basis", parse=text, example=_("石门镇委〔2026〕12 号"), also=(_("依据"),)),
            Column(
                _("AB岗"), "backup", parse=text, example=_("王五"), also=(_("AB 岗"), _("B岗"), _("替岗")),
            ),
        ),
    ),
    put=lambda act, values: put_contact(
        act, ContactRow(**{name: value for name, value in values.items() if value not in (None, "")})
    ),
    notes=(
        _("联系户写户号，或者写户主姓名；同名的请写户号。联系村的，户号、户主空着。"),
        _("一户同时只有一个联系干部。要换人请办“岗位交接”，这张表不换人。"),
        _("再导入一次，已有的安排只更新级别、依据和 AB 岗。"),
    ),
)
