"""Items (事项) and tasks (办件) of the hall, made by the real services."""

from itertools import count
from typing import Any

from factories import HALL, OFFICE_2, VILLAGE, make_town, make_user

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Kind, Material, Topic, Type
from tracker.catalogue.service import add_item, publish
from tracker.domain.roles import Actor, Role
from tracker.hall.models import Task
from tracker.hall.service import Application, receive
from tracker.people.queries import actor_of

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
    return receive(actor_for(clerk), application, form_key=f"key-{next(_numbers)}", then=then)
