"""The roll of households that comes in (户)."""

from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import LARGE
from tracker.excel.incoming.parse import text
from tracker.excel.report import Column
from tracker.households.rules import CARE_LABELS
from tracker.households.service import HouseholdRow, put_household
from tracker.township.settings import GROUP_WORDS

# a column bears the name of the fact, so that a refusal of the rules is told at its column
ROW_NAMES = {"group_name": "group", "people_count": "people"}

HOUSEHOLDS = Import(
    kind="households",
    title=_("户册"),
    action="household.import",
    variants=(
        (
            Column(
                _("村"), "village", parse=text, required=True, example=_("青龙湾村"),
                also=(_("村名"), _("村（社区）"), _("所在村"), _("行政村"), _("村代码")),
            ),
            Column(
                _("户主姓名"), "head_name", parse=text, required=True, example=_("张三"),
                also=(_("户主"), _("姓名"), _("户主名字")),
            ),
            Column(
                _("组"), "group_name", parse=text, example=_("3组"),
                also=(_("村民小组"), _("小组"), *(word for word in GROUP_WORDS if word != "组"), _("村组")),
            ),
            Column(
                _("电话"), "phone", parse=text, example="13800000000",
                also=(_("联系电话"), _("手机"), _("手机号"), _("手机号码")),
            ),
            Column(
                _("地址"), "address", parse=text, example=_("青龙湾村 3 组 12 号"),
                also=(_("住址"), _("家庭地址"), _("家庭住址"), _("门牌号")),
            ),
            Column(
                _("类别"), "cares", parse=text, example=_("困难户"), choices=tuple(CARE_LABELS.values()),
                also=(_("户类别"), _("关爱类别"), _("家庭类别")),
            ),
            Column(
                _("人口数"), "people_count", parse=text, example="4",
                also=(_("人口"), _("家庭人口"), _("家庭人口数"), _("人数")),
            ),
        ),
    ),
    put=lambda act, values: put_household(
        act, HouseholdRow(**{ROW_NAMES.get(name, name): value or "" for name, value in values.items()})
    ),
    limits=LARGE,
    notes=(
        _("“类别”可以写几个，用顿号隔开，例如：困难户、独居老人。没有就空着。"),
        _("“组”只写数字也行，会自动补上本地的叫法。"),
    ),
)
