"""客套话: what every letter holds, so that it tells nothing about what this one is about."""

import re

from tracker.domain.bigrams import normal

EMPTY = frozenset(
    "的了是在我你他她它们这那有没不也都就还又和与及或但而且并请为被把给让对从到向于以之其所个些么吗呢吧啊很太最更怎什何几吗"
)
"""Characters that begin or end no telling word."""
POLITENESS = re.compile("|".join(
    """领导 您好 你好 尊敬 敬的 希望 请求 反映 问题 情况 部门 有关 相关 政府
    解决 处理 感谢 谢谢 咨询 投诉 建议 书记 百姓 居民 群众 市民 网友 关于
    今年 现在 目前 时间 能否 是否 什么 怎么 如何 可以 应该 已经 一直 多次
    严重 影响 生活 需要 进行 一个 我们 他们 你们 自己 大家 因为 所以 但是
    如果 没有 能不 不能 不是 这个 这样 导致 存在 工作 人员 单位 尽快 及时
    给予 回复 每天 小时 多年 年来 最近 近期 附近 非常 很多 许多 一些 有些
    有人 办理 流程 哪些 条件 具体 请问 如今 此事 该事 原因 规定 要求 任何
    一点 十年 情形 方面 中华 人民 共和 国家 无果 隐患 合法 权益 职能 主管 健康 市委 县委
    村民 我村 本村 村里 镇里 家里 多少 时候 能够""".split()
))
"""Words every letter holds: they tell nothing about what it is about and are cut out first."""


def plain(text: str) -> str:
    """The text as it is compared (normal()), with a comma for every word of politeness."""
    return POLITENESS.sub("，", normal(text))
