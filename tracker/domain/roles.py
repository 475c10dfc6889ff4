"""Who acts: roles, the actor (user + post) and the ticket of the form that was sent."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.domain.text import _

TOWN_CODE_LENGTH = 9
"""Administrative codes nest by prefix: county 6, town 9, village or office 12, group 14 digits."""


class Role(StrEnum):
    CLERK = "clerk"
    CADRE = "cadre"
    HANDLER = "handler"
    UNIT_HEAD = "unithead"
    CALLBACK = "callback"
    WINDOW = "window"
    WINDOW_HEAD = "windowhead"
    AGENT = "agent"
    DEPUTY = "deputy"
    HEAD = "head"
    ORG = "org"
    COMMITTEE = "committee"
    DISCIPLINE = "discipline"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"
    COUNTY = "county"
    PUBLIC = "public"
    SYSTEM = "system"


LABELS: dict[Role, str] = {
    Role.CLERK: _("受理员"),
    Role.CADRE: _("联系干部"),
    Role.HANDLER: _("承办人"),
    Role.UNIT_HEAD: _("承办部门负责人"),
    Role.CALLBACK: _("回访员"),
    Role.WINDOW: _("窗口人员"),
    Role.WINDOW_HEAD: _("便民服务中心负责人"),
    Role.AGENT: _("村代办员"),
    Role.DEPUTY: _("分管领导"),
    Role.HEAD: _("主要负责人"),
    Role.ORG: _("组织人事"),
    Role.COMMITTEE: _("考核委员会成员"),
    Role.DISCIPLINE: _("纪检"),
    Role.SYSADMIN: _("系统管理员"),
    Role.SECADMIN: _("安全管理员"),
    Role.AUDITOR: _("审计管理员"),
    Role.COUNTY: _("县级查看与导出"),
    Role.PUBLIC: _("群众"),
    Role.SYSTEM: _("系统"),
}

NOT_STAFF = frozenset({Role.PUBLIC, Role.SYSTEM})
STAFF = frozenset(Role) - NOT_STAFF
ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
"""三员分立: three persons, none with business rights (domain.md 10.4)."""
HEADS_OF_UNIT = frozenset({Role.UNIT_HEAD, Role.WINDOW_HEAD, Role.DEPUTY, Role.HEAD})
"""Line superiors of whoever holds a post in their unit or below it."""


@dataclass(frozen=True)
class Ticket:
    """One sending of one form: its key, the digest of what it said, and the version its sender had seen."""

    key: str
    body_digest: str
    seen_version: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts, in which post. A person with several posts acts in one of them at a time."""

    user_id: int | None
    role: Role
    unit_code: str
    name: str = ""
    post_id: int | None = None
    superior_ids: tuple[int, ...] = ()
    """User ids of the line superiors: a subordinate of a subject is barred like the subject."""
    relative_ids: tuple[int, ...] = ()
    """User ids of declared relatives: a relative of a subject is barred like the subject."""
    opinion_id: int | None = None
    task_id: int | None = None
    """What a resident's receipt opened in this session; None for everybody else."""
    ticket: Ticket | None = None

    @property
    def town_code(self) -> str:
        """The code of the town (of the county, for county staff; empty for the system)."""
        return self.unit_code[:TOWN_CODE_LENGTH]

    @property
    def without_ticket(self) -> "Actor":
        """The same person in a second deed that one form leads to: its ticket was taken by the first."""
        return replace(self, ticket=None)


SYSTEM = Actor(user_id=None, role=Role.SYSTEM, unit_code="", name="系统")
"""The nightly job and the command line act as this."""
