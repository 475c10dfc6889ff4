"""The county's list of services that comes in (事项目录)."""

from tracker.catalogue.rules import HEADINGS, KIND_LABELS, TOPIC_LABELS, TYPE_LABELS
from tracker.catalogue.service import put_item
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.parse import text
from tracker.excel.report import Column

NEEDED = ("code", "name")
YES_OR_NO = (_("是"), _("否"))
CHOICES: dict[str, tuple[str, ...]] = {
    "type": tuple(TYPE_LABELS.values()),
    "topic": tuple(TOPIC_LABELS.values()),
    "kind": tuple(KIND_LABELS.values()),
    "asks_id": YES_OR_NO,
    "is_published": YES_OR_NO,
}
EXAMPLES = {
    "code": "330681001-001",
    "name": _("城乡居民养老保险参保登记"),
    "department": _("便民服务中心"),
    "content": _("为年满 16 周岁的居民办理参保登记"),
    "procedure": _("提交材料，当场核对，当场登记"),
    "ways": _("窗口办理"),
    "hours": _("工作日 8:30—17:00"),
    "place": _("便民服务中心 2 号窗口"),
    "people": _("李四"),
    "conditions": _("年满 16 周岁，不含在校学生"),
    "fee": _("不收费"),
    "legal_workdays": "20",
    "promised_workdays": "0",
    "phone": "0575-87012345",
    "asks_id": _("是"),
    "materials_text": _("居民身份证｜原件｜1份｜必需"),
    "is_published": _("否"),
}
OTHER_HEADINGS = {
    "code": (_("编码"), _("事项代码")),
    "name": (_("名称"), _("事项")),
    "department": (_("承办部门"), _("责任部门"), _("办理机构")),
    "hours": (_("办公时间"), _("受理时间")),
    "place": (_("办公地点"), _("受理地点")),
    "phone": (_("联系电话"), _("电话")),
    "legal_workdays": (_("法定办结时限"),),
    "promised_workdays": (_("承诺办结时限"),),
    "fee": (_("收费标准"), _("是否收费")),
    "materials_text": (_("材料"), _("所需材料"), _("申报材料")),
}


def _column(title: str, name: str) -> Column:
    choices = CHOICES.get(name, ())
    example = EXAMPLES.get(name) or next(iter(choices), "")
    return Column(
        title, name, parse=text, required=name in NEEDED, also=OTHER_HEADINGS.get(name, ()), choices=choices,
        example=example,
    )


SERVICES = Import(
    kind="services",
    title=_("事项"),
    action="service.import",
    variants=(
        tuple(_column(title, name) for title, name in HEADINGS.items()),
    ),
    put=lambda act, values: put_item(act, act.actor.town_code, values),
    notes=(
        _("申请材料一行写一样：名称｜形式｜份数｜必需或可选。同一格里换行按 Alt+Enter。"),
        _("时限写工作日数，只写数字。"),
    ),
)
