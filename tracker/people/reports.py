"""The staff list that comes in (人员)."""

from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import LABELS, NOT_STAFF, Role
from tracker.domain.text import _
from tracker.excel.importing import Import
from tracker.excel.parse import text
from tracker.excel.report import Column
from tracker.people.rules import TRACK_LABELS, Track
from tracker.people.service import Person, born, put_person, unit_named
from tracker.store.action import Act

ROLES = {label: role for role, label in LABELS.items() if role not in NOT_STAFF}
TRACKS = {label: track for track, label in TRACK_LABELS.items()}
YES = frozenset({"是", "√", "1"})


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


def _take(act: Act, values: dict[str, Any]) -> str:
    given = {name: value for name, value in values.items() if value not in (None, "")}
    unit = unit_named(act.actor.town_code, given.pop("unit"))
    roles, login, name = given.pop("roles"), given.pop("login"), given.pop("name")
    person = Person(login, name, unit, tuple((role, unit) for role in roles), facts=given)
    return put_person(act, person)[1]


PEOPLE = Import(
    kind="people",
    title=_("人员"),
    action="account.import",
    variants=(
        (
            Column(_("姓名"), "name", parse=text, required=True),
            Column(_("登录名"), "login", parse=text, required=True),
            Column(_("单位"), "unit", parse=text, required=True),
            Column(_("岗位"), "roles", parse=_roles, required=True),
            Column(_("职务"), "job_title", parse=text),
            Column(_("手机"), "phone", parse=text),
            Column(_("人员类别"), "track", parse=_track),
            Column(_("性别"), "gender", parse=text),
            Column(_("出生年月"), "born_on", parse=lambda value: born(text(value))),
            Column(_("政治面貌"), "political_status", parse=text),
            Column(_("领导班子成员"), "is_leading_member", parse=lambda value: text(value) in YES),
        ),
    ),
    put=_take,
)
