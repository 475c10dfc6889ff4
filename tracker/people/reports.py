"""The staff list that comes in (人员)."""

import re
from datetime import date
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import ADMINISTRATORS, LABELS, NOT_STAFF, Role
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.parse import text
from tracker.excel.report import MONTH, Column
from tracker.people.rules import TRACK_LABELS, Track
from tracker.people.service import Person, born, put_person, unit_named
from tracker.store.action import Act

ROLES = {label: role for role, label in LABELS.items() if role not in NOT_STAFF}
TRACKS = {label: track for track, label in TRACK_LABELS.items()}
GIVEN_BY_SECADMIN = ADMINISTRATORS | {Role.DISCIPLINE}
"""三员分立 (domain.md 10.4): who keeps the machine says not who reads sealed matters or keeps the rights."""
YES = frozenset({"是", "√", "1"})
YES_OR_NO = (_("是"), _("否"))
GENDERS = (_("男"), _("女"))
POLITICAL_STATUSES = (_("中共党员"), _("中共预备党员"), _("共青团员"), _("民主党派"), _("群众"))
ONE_DECIMAL = re.compile(r"\d{4}\.\d")


def _roles(value: Any) -> list[Role]:
    """Several posts with 、 or ， between them."""
    words = [word for word in text(value).replace("，", "、").replace(",", "、").split("、") if word.strip()]
    unknown = [word for word in words if word.strip() not in ROLES]
    if unknown:
        raise RuleBroken(_("没有“{word}”这个岗位，可以写：{words}"), word=unknown[0], words="、".join(ROLES))
    return [ROLES[word.strip()] for word in words]


def _track(value: Any) -> Track:
    word = text(value)
    if word not in TRACKS:
        raise RuleBroken(_("没有“{word}”这个类别，可以写：{words}"), word=word, words="、".join(TRACKS))
    return TRACKS[word]


def _born(value: Any) -> date | None:
    """1985.03; where the sheet made a number of it, 1985.1 may have been January or October."""
    written = text(value)
    if isinstance(value, float) and ONE_DECIMAL.fullmatch(written):
        sentence = _("“{text}”分不清是 1 月还是 10 月，请把这一列设为文本，写成 1985.03 这样")
        raise RuleBroken(sentence, text=written)
    return born(written)


def _take(act: Act, values: dict[str, Any]) -> str:
    given = {name: value for name, value in values.items() if value not in (None, "")}
    unit = unit_named(act, given.pop("unit"))
    roles, login, name = given.pop("roles"), given.pop("login"), given.pop("name")
    if act.actor.role is Role.SYSADMIN and (kept := GIVEN_BY_SECADMIN & set(roles)):
        sentence = _("“{post}”这个岗位由安全管理员来导入")
        raise RuleBroken(sentence, field="roles", post=LABELS[min(kept)])
    person = Person(login, name, unit, tuple((role, unit) for role in roles), facts=given)
    return put_person(act, person)[1]


PEOPLE = Import(
    kind="people",
    title=_("人员"),
    action="account.import",
    variants=(
        (
            Column(_("姓名"), "name", parse=text, required=True, example=_("张三"), also=(_("人员姓名"),)),
            Column(
                _("登录名"), "login", parse=text, required=True, example="zhangsan",
                also=(_("账号"), _("用户名")),
            ),
            Column(
                _("单位"), "unit", parse=text, required=True, example=_("党政办公室"),
                also=(_("部门"), _("所在单位"), _("单位名称"), _("科室")),
            ),
            Column(
                _("岗位"), "roles", parse=_roles, required=True, choices=tuple(ROLES),
                example=next(iter(ROLES)),
            ),
            Column(_("职务"), "job_title", parse=text, example=_("主任"), also=(_("职务名称"),)),
            Column(
                _("手机"), "phone", parse=text, example="13800000000",
                also=(_("手机号"), _("手机号码"), _("电话"), _("联系电话")),
            ),
            Column(
                _("人员类别"), "track", parse=_track, choices=tuple(TRACKS), example=next(iter(TRACKS)),
                also=(_("编制类别"), _("身份")),
            ),
            Column(_("性别"), "gender", parse=text, choices=GENDERS, example=GENDERS[0]),
            Column(
                _("出生年月"), "born_on", format=MONTH, parse=_born, example="1985.03",
                also=(_("出生日期"), _("生日")),
            ),
            Column(
                _("政治面貌"), "political_status", parse=text, choices=POLITICAL_STATUSES,
                example=POLITICAL_STATUSES[0],
            ),
            Column(
                _("领导班子成员"), "is_leading_member", parse=lambda value: text(value) in YES,
                choices=YES_OR_NO, example=YES_OR_NO[1], also=(_("班子成员"), _("是否班子成员")),
            ),
        ),
    ),
    put=_take,
    notes=(
        _("“岗位”可以写几个，用顿号隔开，例如：受理员、回访员。"),
        _("登录名每人一个。已有的登录名再导入，是更新这个人。"),
    ),
)
