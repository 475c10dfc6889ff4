"""The county's list of services that comes in (事项目录)."""

from tracker.catalogue.rules import (
    AUDIENCE_LABELS,
    GAP_LABELS,
    HEADINGS,
    KIND_LABELS,
    TOPIC_LABELS,
    TYPE_LABELS,
)
from tracker.catalogue.rules.sheet import YES_NO
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
    "gap_rule": tuple(GAP_LABELS.values()),
    **dict.fromkeys((*YES_NO, "is_published"), YES_OR_NO),
}
EXAMPLES = {
    "code": "330681001-001",
    "name": _("城乡居民养老保险参保登记"),
    "audience_codes": _("所有人"),
    "everyday_words": _("交养老保险 交社保 养老钱"),
    "department": _("便民服务中心"),
    "body_kind": _("法定机关"),
    "level": _("县级（委托镇办）"),
    "scope": _("全县通办"),
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
    "trips": "1",
    "trips_reason": _("本人要当面核对"),
    "result_name": _("参保登记表"),
    "result_pickup": _("当场领"),
    "phone": "0575-87012345",
    "complaint_phone": "0575-87012346",
    "questions": _("在外地打工能参保吗？能，网上登记就行。"),
    "asks_id": _("是"),
    "at_home": _("是"),
    "materials_text": _("居民身份证｜原件｜1份｜必需"),
    "is_published": _("否"),
}
EMPTY = frozenset({
    "fee_basis", "special_procedure", "intermediary", "valid_months", "basis",
})
"""Columns the example leaves empty: most items have nothing to say there."""
OTHER_HEADINGS = {
    "code": (_("编码"), _("事项代码")),
    "name": (_("名称"), _("事项")),
    "audience_codes": (_("面向对象"), _("办理对象")),
    "everyday_words": (_("俗称"), _("俗话"), _("别名"), _("关键词")),
    "department": (_("承办部门"), _("责任部门"), _("办理机构"), _("实施主体")),
    "body_kind": (_("实施主体性质"),),
    "hours": (_("办公时间"), _("受理时间")),
    "place": (_("办公地点"), _("受理地点")),
    "phone": (_("联系电话"), _("电话"), _("咨询方式")),
    "complaint_phone": (_("监督电话"), _("投诉方式"), _("监督投诉方式")),
    "legal_workdays": (_("法定办结时限"),),
    "promised_workdays": (_("承诺办结时限"),),
    "trips": (_("到办事现场次数"), _("到现场次数")),
    "trips_reason": (_("必须现场办理原因"), _("必须到现场的原因")),
    "result_name": (_("办理结果"), _("审批结果名称"), _("结果样本名称")),
    "result_pickup": (_("结果领取方式"),),
    "valid_months": (_("有效期"), _("有效月数")),
    "fee": (_("收费标准"), _("是否收费")),
    "is_online": (_("是否网办"), _("网上办理")),
    "is_posted": (_("物流快递"), _("支持物流")),
    "is_bookable": (_("支持预约"), _("预约办理")),
    "at_home": (_("上门服务"),),
    "by_agent": (_("帮办代办"), _("代办")),
    "materials_text": (_("材料"), _("所需材料"), _("申报材料")),
}


def _column(title: str, name: str) -> Column:
    choices = CHOICES.get(name, ())
    example = "" if name in EMPTY else EXAMPLES.get(name) or next(iter(choices), "")
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
        _("除了编码和名称，别的列没有就不用加。已经有的事项，空着的格子不改原来的。"),
        _(
            "申请材料一行写一样：名称｜形式｜份数｜必需或可选｜可后补｜到哪里开。后面的可以不写。"
            "同一格里换行按 Alt+Enter。"
        ),
        _("时限写工作日数，只写数字。"),
        _("服务对象可以写几样，用顿号隔开：{words}。").format(words="、".join(AUDIENCE_LABELS.values())),
        _("群众怎么叫：老百姓平时的说法，用空格隔开，群众照这个就能找到。"),
        _("已经公布的事项，表里一改，群众马上看到新的，改了什么也公布。"),
    ),
)
