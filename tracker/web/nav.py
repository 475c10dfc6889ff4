"""The menu as data: each entry names its page and the policy row that opens it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _


@dataclass(frozen=True)
class Entry:
    label: str
    endpoint: str
    action: str
    icon: str


MENU = (
    Entry(_("今天"), "overview.me", "me.view", "home"),
    Entry(_("走访"), "visits.index", "visit.list", "footprints"),
    Entry(_("联系点"), "visits.contacts", "contact.list", "map-pin"),
    Entry(_("问题"), "visits.problems", "problem.list", "list-checks"),
    Entry(_("调研"), "research.index", "research.list", "search"),
    Entry(_("民意"), "opinions.index", "opinion.list", "message-square"),
    Entry(_("公开"), "notices.index", "notice.list", "megaphone"),
    Entry(_("密封件"), "sealed.index", "sealed.list", "lock"),
    Entry(_("密钥"), "sealed.keys", "box_key.list", "key-round"),
    Entry(_("密封盒"), "sealed.county", "county_box.take", "lock"),
    Entry(_("工作台"), "hall.desk", "task.receive", "monitor"),
    Entry(_("办件"), "hall.index", "task.list", "clipboard-list"),
    Entry(_("事项"), "hall.services", "service.list", "book-open"),
    Entry(_("主动服务"), "outreach.index", "outreach.list", "megaphone"),
    Entry(_("考核"), "assessments.index", "assessment.list", "award"),
    Entry(_("报表"), "exports.reports", "report.list", "table"),
    Entry(_("导入"), "imports.index", "import.list", "upload"),
    Entry(_("表样"), "blanks.index", "blank.list", "file-text"),
    Entry(_("人员"), "people.index", "account.list", "users"),
    Entry(_("单位"), "township.units", "unit.list", "building"),
    Entry(_("工作日"), "township.workdays", "workday.list", "calendar"),
    Entry(_("设置"), "township.settings", "setting.list", "settings"),
    Entry(_("备份"), "overview.backups", "backup.make", "copy"),
    Entry(_("权限"), "overview.policy", "policy.view", "shield"),
    Entry(_("审计"), "overview.audit", "audit.view", "scroll-text"),
)


def menu_of(actor: Actor, served: Mapping[str, object]) -> list[Entry]:
    """The entries this actor may come to, of the pages this process serves."""
    return [entry for entry in MENU if entry.endpoint in served and may_come(actor, entry.action)]
