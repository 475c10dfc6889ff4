"""What a 受理通知单 is filled from: accepted tasks with the papers that were handed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Material
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.hall.models import Task
from tracker.people.queries import names_of as people_names
from tracker.store.access import allows, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names


@dataclass(frozen=True)
class Paper:
    """One line of the receipt for what was handed in."""

    number: int
    name: str
    copies: int | None
    note: str


@dataclass(frozen=True)
class Notice:
    """`may_unmask`: this actor deals with the applicant."""

    task: Task
    department: str
    handler: str
    may_unmask: bool

    @property
    def papers(self) -> list[Paper]:
        """In the order of the guide; a paper the guide does not ask for stands last, without a count."""
        known = {one.name: one for one in self.task.item.materials}
        names = [name for name in known if name in self.task.handed_in]
        names += [name for name in self.task.handed_in if name not in known]
        return [_paper(number, name, known.get(name)) for number, name in enumerate(names, start=1)]


def _paper(number: int, name: str, asked: Material | None) -> Paper:
    return Paper(number, name, asked.copies if asked else None, asked.form if asked else "")


def notice_choices(actor: Actor, unit: str, limit: int) -> list[tuple[int, str, str]]:
    """(task id, number with item and masked applicant, village) of accepted tasks, the newest first."""
    rows = db.session.execute(
        visible(actor, "task.view", Task)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(Task.accepted_on.is_not(None), Task.village_code.startswith(unit))
        .with_only_columns(Task.id, Task.ref, Task.applicant, Task.village_code, ServiceItem.name)
        .order_by(Task.accepted_on.desc(), Task.id.desc())
        .limit(limit)
    ).all()
    villages = unit_names({row.village_code for row in rows})
    return [
        (row.id, f"{row.ref} {row.name} {mask_name(row.applicant)}", villages.get(row.village_code, ""))
        for row in rows
    ]


def notices(actor: Actor, ids: Sequence[int]) -> list[Notice]:
    rows = db.session.scalars(
        visible(actor, "task.view", Task)
        .where(Task.id.in_(ids), Task.accepted_on.is_not(None))
        .order_by(Task.accepted_on, Task.id)
    ).all()
    units = unit_names({code for row in rows for code in (row.unit_code, row.item.department_code)})
    people = people_names({row.assignee_id for row in rows})
    return [
        Notice(
            row, units.get(row.item.department_code) or units.get(row.unit_code, ""),
            people.get(row.assignee_id, ""), allows(actor, "task.contact", row),
        )
        for row in rows
    ]
