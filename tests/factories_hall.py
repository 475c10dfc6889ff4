"""Items (事项) and tasks (办件) of the hall, made by the real services."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import time_machine
from factories import HALL, OFFICE_2, VILLAGE, make_actor, make_town, make_user

from tracker.catalogue.models import AgencyPoint, ServiceItem
from tracker.catalogue.rules import Kind, Material, Topic, Type
from tracker.catalogue.service import add_item, add_point, edit_item, publish
from tracker.catalogue.service.points import PointFacts
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.hall import service as hall
from tracker.hall.models import Task
from tracker.hall.rules import PauseKind, Promise
from tracker.hall.service import Application, receive
from tracker.people.queries import actor_of
from tracker.store.receipts import issued

SIX = {
    "content": "符合条件的老人每月领取高龄津贴",
    "procedure": "窗口收件，民政岗审核，县民政局发放",
    "ways": "窗口办、村里代办、行动不便的上门办",
    "hours": "工作日 8:30–12:00，14:00–17:30",
    "place": "石门镇便民服务中心一楼 3 号窗口",
    "people": "民政窗口 李晓梅",
}
GOOD_ID = "11010519491231002X"

_numbers = count(1)
_codes: dict[str, str] = {}


def actor_for(user: Any) -> Actor:
    actor = actor_of(user.id)
    assert actor is not None
    return actor


def item_facts(**changes: Any) -> dict[str, Any]:
    """What the form of an item hands over."""
    number = next(_numbers)
    return {
        "code": f"SM-{number:03d}", "name": "高龄津贴申领", "type": Type.BENEFIT, "topic": Topic.ELDERLY,
        "kind": Kind.PROMISED, "department_code": OFFICE_2, **SIX, "conditions": "本镇户籍，年满 80 周岁",
        "basis": "", "fee": "不收费", "phone": "0571-55550103", "legal_workdays": 20, "promised_workdays": 5,
        "asks_id": True,
        "materials": [
            Material("身份证", "复印件"), Material("户口簿", "复印件"), Material("照片", "", 2, False),
        ],
        **changes,
    }


def make_item(*, is_public: bool = True, **changes: Any) -> ServiceItem:
    """An item of the town's catalogue, published unless told otherwise."""
    make_town()
    head = actor_for(make_user(Role.WINDOW_HEAD))
    item = add_item(head, item_facts(**changes))
    if is_public:
        publish(head, item, item.facts)
    return item


def make_changed_item(**changes: Any) -> ServiceItem:
    """A public item whose guide asks less since: two public versions."""
    item = make_item(**changes)
    edit_item(actor_for(make_user(Role.WINDOW_HEAD)), item, {"code": item.code, "promised_workdays": 4})
    return item


def make_point(**changes: Any) -> AgencyPoint:
    """A 代办点 of the village with its 代办员, open unless told otherwise."""
    make_town()
    agent = make_user(Role.AGENT)
    facts = {
        "village_code": VILLAGE, "name": f"便民代办点{next(_numbers)}", "place": "村委会一楼",
        "hours": "周一到周五 8:00—11:00", "phone": "0571-55550188", "agent_id": agent.id, **changes,
    }
    return add_point(actor_for(make_user(Role.WINDOW_HEAD)), PointFacts(**facts))


def make_task(item: ServiceItem | None = None, *, by: Any = None, then: str = "", **changes: Any) -> Task:
    """Somebody hands in everything that is required at a window."""
    item = item or make_item()
    clerk = by or make_user(Role.WINDOW, unit=HALL)
    application = Application(
        **{
            "item": item, "applicant": "王秀英", "phone": "13800001234", "village_code": VILLAGE,
            "id_number": GOOD_ID if item.asks_id else "", "handed_in": ["身份证", "户口簿"], **changes,
        }
    )
    key = f"key-{next(_numbers)}"
    task = receive(actor_for(clerk), application, form_key=key, then=then)
    _codes[task.ref] = issued(key)
    return task


def code_of(task: Task) -> str:
    """The 20 digits on the voucher of a task made here."""
    return _codes[task.ref]


def make_told() -> Task:
    """Told what is missing."""
    task = make_task()
    hall.notify(make_actor(Role.WINDOW, unit=HALL), task, notice="缺照片", correct_by=date(2030, 1, 4))
    return task


def make_declining() -> Task:
    """不予受理 waits for the head's signature."""
    task = make_task()
    hall.ask_decline(make_actor(Role.WINDOW, unit=HALL), task, reason="不是本镇户籍", path="请到户籍地办")
    return task


def make_pausing() -> Task:
    """A 特别程序 waits for approval."""
    task = make_task(then="accept")
    hall.ask_pause(
        make_actor(Role.WINDOW, unit=HALL), task, kind=PauseKind.EXPERTS, basis="行政许可法第四十五条",
        notice_no="石门特〔2026〕3号", expected_workdays=8,
    )
    return task


def make_paused() -> Task:
    task = make_pausing()
    hall.pause(make_actor(Role.WINDOW_HEAD, unit=HALL), task)
    return task


def make_extending() -> Task:
    """A 延期 waits for approval."""
    task = make_task(then="accept")
    hall.ask_extension(make_actor(Role.WINDOW, unit=HALL), task, workdays=3, reason="县里系统停机")
    return task


def make_extended() -> Task:
    task = make_extending()
    hall.grant_extension(make_actor(Role.WINDOW_HEAD, unit=HALL), task)
    return task


def make_owing() -> Task:
    """容缺受理: a paper is promised for later."""
    papers = [Material("身份证", "复印件"), Material("照片", "", 2, may_follow=True)]
    task = make_task(make_item(materials=papers), handed_in=["身份证"])
    promise = Promise(("照片",), date(2030, 1, 4))
    hall.accept(make_actor(Role.WINDOW, unit=HALL), task, handed_in=["身份证"], promise=promise)
    return task


def make_late(**changes: Any) -> Task:
    """A task accepted four weeks ago for five workdays, still open."""
    with time_machine.travel(clock.now() - timedelta(days=28), tick=False):
        return make_task(then="accept", **changes)
