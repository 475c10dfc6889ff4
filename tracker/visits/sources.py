"""What the forms of the contact points are filled from: 走访登记卡 (domain.md 4.1, 民情登记卡)."""

from tracker.domain.masking import mask_address, mask_name, mask_phone
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.source import Field, FieldList, Source, Subject
from tracker.households.rules import CARE_LABELS
from tracker.visits.queries.cards import Card, card_choices, cards


def _head(one: Card) -> str:
    return mask_name(one.household.head_name)


def _whole_head(one: Card) -> str:
    return one.household.head_name if one.may_unmask else _head(one)


def _phone(one: Card) -> str:
    return mask_phone(one.household.phone or "")


def _whole_phone(one: Card) -> str:
    return (one.household.phone or "") if one.may_unmask else _phone(one)


def _address(one: Card) -> str:
    return mask_address(one.household.address or "")


def _whole_address(one: Card) -> str:
    return (one.household.address or "") if one.may_unmask else _address(one)


def _cares(one: Card) -> str | None:
    """Health and hardship are left out of masked files (domain.md 10.3)."""
    return "、".join(CARE_LABELS[care] for care in one.household.cares) if one.may_unmask else None


def _title(one: Card) -> str:
    return _("{village}{n:03d}户").format(village=one.village, n=one.household.number)


def _subjects(actor: Actor, unit: str, limit: int) -> list[Subject]:
    return [Subject(*row) for row in card_choices(actor, unit, limit)]


HOUSEHOLDS = Source(
    name="household",
    title=_("走访对象（户）"),
    action="household.view",
    subjects=_subjects,
    records=cards,
    title_of=_title,
    fields=(
        Field(_("户主"), _head, also=(_("户主姓名"), _("姓名")), unmasked=_whole_head),
        Field(_("村组"), "place", also=(_("村/组"), _("村民小组"))),
        Field(_("地址"), _address, also=(_("住址"), _("家庭住址")), unmasked=_whole_address),
        Field(_("电话"), _phone, also=(_("联系电话"), _("手机")), unmasked=_whole_phone),
        Field(_("联系干部"), "cadre", also=(_("包户干部"), _("帮扶干部"))),
        Field(_("户情"), lambda _one: None, also=(_("家庭情况"), _("类别")), unmasked=_cares),
    ),
    lists=(
        FieldList(
            _("走访"),
            lambda one: one.visits,
            (
                Field(_("日期"), "visited_on", "date", also=(_("走访日期"), _("走访时间"))),
                Field(_("走访人"), "visitor", also=(_("走访干部"),)),
                Field(_("形式"), "kind", also=(_("走访形式"),)),
                Field(_("群众反映"), "matter", also=(_("反映事项"), _("主要内容"))),
                Field(_("办理情况"), "outcome", also=(_("落实情况"),)),
            ),
        ),
    ),
    personal=True,
    unmask="household.unmask",
    purpose=_("打印走访登记卡，入户走访时用"),
    counted=_("{n} 户"),
)
