"""点名: words that may accuse a member of staff are asked about before they lie where staff read them."""

from collections.abc import Collection, Iterable

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import rules as opinions
from tracker.opinions.rules import Channel, Contact, Draft
from tracker.opinions.service import TO_THE_COUNTY, hand_in
from tracker.opinions.service.intake import way_of
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.sealed.service import Accusation, put_for_county
from tracker.store.action import Act

TO_TURN = _(
    "这段话提到了{who}。是检举控告，“怎么办”请选“转成诉求”，会{to}；只是提到，就勾“只是提到，不是告他”"
)
TO_CHOOSE = _("这段话提到了{who}。请选一样：只是提到，还是检举控告（会{to}，这里不留）")
TO_TELL = _(
    "这段话提到了镇领导或纪检人员。是检举控告，不写在这里，请告诉本人拨打 12388，或找县纪委监委信访窗口；"
    "只是提到，就选“只是提到，不是告他”"
)
CADRES, ABOVE = _("干部"), _("镇领导或纪检人员")
SEALED, LOCKED = _("密封送纪检"), _("锁好交给县里")


def doubt(
    actor: Actor, texts: Iterable[str], field: str, sentence: str, present: Collection[int] = ()
) -> RuleBroken | None:
    """What to ask at `field` of words that may accuse somebody, None when they name nobody.

    `sentence` says where an accusation goes instead, as TO_TURN does. `present`: user ids of who went along.
    The sentence never says whom: it is read by who wrote the words and by nobody else.
    """
    found = sealed.way_of(actor.town_code, texts, is_accusation=False, present=present)
    if found.way is Way.ORDINARY:
        return None
    if found.way is Way.SEALED:
        return RuleBroken(sentence, field=field, who=CADRES, to=SEALED)
    if sealed.can_reach_county(actor.town_code):
        return RuleBroken(sentence, field=field, who=ABOVE, to=LOCKED)
    return RuleBroken(TO_TELL, field=field)


def seal(act: Act, text: str, village_code: str, name: str = "", phone: str = "") -> None:
    """Step: 检举控告 goes to those entitled to it and leaves nothing here; RuleBroken when nobody may.

    `name`, `phone`: of the household that said it, which stays in confidence.
    """
    draft = Draft(
        text=text, title=opinions.title_of(text), channel=Channel.FIELD, village_code=village_code,
        contact=Contact.CONFIDENTIAL if name else Contact.ANONYMOUS, name=name, phone=phone,
        is_about_cadre=True,
    )
    if not to_county(act, draft):
        hand_in(act, draft)


def to_county(act: Act, draft: Draft) -> bool:
    """Step: what names a head of the town or discipline is locked for the county; False when it names none.

    RuleBroken when the county has put no key in: nothing is stored then.
    """
    if way_of(act.actor, draft).way is not Way.COUNTY:
        return False
    accusation = Accusation(
        text=draft.text, village_code=draft.village_code, contact=draft.contact.value, name=draft.name,
        phone=draft.phone, origin=draft.channel.value,
    )
    if not put_for_county(act, accusation):
        raise RuleBroken(TO_THE_COUNTY, field="content")
    return True
