"""设置: what a town sets for itself once, in words: what it is about, what may be said, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

GROUP_WORD = "group_word"
GROUP_WORDS = ("组", "屯", "队", "湾", "坨")
"""Local words for the group below a village; masking knows the same ones as the end of a place."""


@dataclass(frozen=True)
class TownSetting:
    """One fact the town decides on: choices {value: label}, or a whole number between two bounds.

    `otherwise`: what holds as long as nothing is set. `follows`: what a change does, said before it is made.
    """

    name: str
    label: str
    hint: str
    otherwise: str
    follows: str
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 0
    unit: str = ""

    def said(self, value: str) -> str:
        """The value as a person reads it."""
        return self.choices.get(value, value) if self.choices else f"{value} {self.unit}".strip()

    def checked(self, value: str) -> str:
        """The value as it is kept; RuleBroken (field "value") when it is none of those."""
        text = value.strip()
        if self.choices:
            if text not in self.choices:
                raise RuleBroken(_("请从列出的选项里选一个"), field="value")
            return text
        if not (text.isascii() and text.isdecimal()) or not self.least <= int(text[:9]) <= self.most:
            raise RuleBroken(
                _("请填 {least} 到 {most} 之间的整数"), field="value", least=self.least, most=self.most
            )
        return str(int(text))


SETTINGS: tuple[TownSetting, ...] = (
    TownSetting(
        name=GROUP_WORD, label=_("村下面的一片叫什么"),
        hint=_("本地怎么叫就选哪个，例如 3组、3屯、3湾。"),
        otherwise="组", choices={word: word for word in GROUP_WORDS},
        follows=_("各页都改用这个叫法。导入的表里只写数字的，自动补上它。已经记下的名字不变。"),
    ),
    TownSetting(
        name="opinion_anonymise_days", label=_("办结多少天以后隐去姓名"),
        hint=_("诉求办结满这些天，当晚隐去姓名、电话和照片。复查、复核要用姓名，所以不能少于 90 天。"),
        otherwise="365", least=90, most=3650, unit=_("天"),
        follows=_("今晚起按新的天数隐去。天数改短，会有更多诉求在今晚隐去姓名，隐去以后不能恢复。"),
    ),
    TownSetting(
        name="parked_keep_days", label=_("“要看一看的”定过以后，手机原样留多少天"),
        hint=_("手机传上来、和存着的不一样的走访，定过以后手机的那一份原样留这些天，好回头核对。没有定的一直留着。"),
        otherwise="90", least=30, most=3650, unit=_("天"),
        follows=_("今晚起按新的天数清。天数改短，会有更多原样在今晚清掉，清掉以后不能恢复。谁、哪天、怎么定的，都留着。"),
    ),
    TownSetting(
        name="offline_pages", label=_("没有信号时也能记走访"),
        hint=_("开着，手机没有信号时能打开记走访那一页，先存在手机里。"),
        otherwise="on", choices={"on": _("开"), "off": _("关")},
        follows=_("关掉以后，手机下次连上时收回离线的页面。手机里还没传上来的记录不会丢，仍要打开“待上传”传上来。"),
    ),
    TownSetting(
        name="line_on", label=_("办事大厅排队叫号"),
        hint=_("开着，群众先取号，窗口在工作台上叫号，大厅里可以放一块屏。人少、不用排队的镇不用开。"),
        otherwise="off", choices={"on": _("开"), "off": _("关")},
        follows=_("打开以后，工作台左边换成排队，窗口和取号机由便民服务中心负责人设好。关掉以后，排队的各页都没有了，记下的号还在。"),
    ),
    TownSetting(
        name="booking_per_slot", label=_("预约办事，每半小时接几个人"),
        hint=_("群众在网上、窗口或者电话里约好半小时再来。填 0 就是不开预约。"),
        otherwise="0", least=0, most=20, unit=_("人"),
        follows=_("从现在起按新的人数约。改少了，已经约好的照样算数。填 0，预约的各页都没有了。"),
    ),
    TownSetting(
        name="home_per_half_day", label=_("上门办事，每半天去几家"),
        hint=_("走不动的人约上午或者下午，派人到家里办。填 0 就是不开上门预约。"),
        otherwise="0", least=0, most=20, unit=_("家"),
        follows=_("从现在起按新的家数约。改少了，已经约好的照样要去。"),
    ),
)


def setting_named(name: str) -> TownSetting | None:
    return next((one for one in SETTINGS if one.name == name), None)
