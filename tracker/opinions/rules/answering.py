"""拟答复: which outcome and which basis an answer needs, and which office words residents do not read."""

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.opinions.rules.words import OUTCOMES_OF, Outcome, Stream

OFFICE_WORDS: dict[str, str] = {
    "予以": _("给、来"), "兹": _("现在"), "贵单位": _("你们"), "务必": _("一定要"), "敬请": _("请"),
    "及时": _("写明哪一天"), "按要求": _("写明什么要求"), "相关": _("写明是哪一个"), "群众素质": _("不写"),
    "特此": _("不写"), "妥善": _("写明怎么办"), "高度重视": _("写明做了什么"), "责成": _("让"),
    "鉴于": _("因为"),
}
"""{office word: what to write instead}; a hint, never a refusal (ux.md 5.4)."""


def office_words(text: str) -> list[tuple[str, str]]:
    """(word, what to write instead) for every office word of the text, in the order of the table."""
    return [(word, better) for word, better in OFFICE_WORDS.items() if word in text]


def outcomes_of(stream: Stream | None) -> tuple[Outcome, ...]:
    """What an answer of this stream may come to; a matter without a stream is an everyday one."""
    return OUTCOMES_OF[stream or Stream.SERVICE]


def needs_basis(stream: Stream | None) -> bool:
    """A decision on a claim names the rule it stands on (信访工作条例 32)."""
    return stream is Stream.CLAIM


def check_answer(stream: Stream | None, outcome: Outcome, basis: str) -> None:
    if outcome not in outcomes_of(stream):
        raise RuleBroken(_("这一类事没有这个结果，请另选一个"), field="outcome")
    if needs_basis(stream) and not basis.strip():
        raise RuleBroken(_("申诉求决的答复要写依据：哪部法律、政策，第几条"), field="basis")
