"""Forms of 差评办理: each step says one thing in words."""

from wtforms import TextAreaField

from tracker.domain.text import _
from tracker.web.forms import AtMost, HouseForm, Need, clean

LONG = 1000


class ContactForm(HouseForm):
    words = TextAreaField(
        _("联系的时候说了什么"), filters=[clean], validators=[Need("请写下说了什么"), AtMost(LONG)]
    )


class FindingForm(HouseForm):
    finding = TextAreaField(
        _("核实到什么"), filters=[clean], validators=[Need("请写下核实到的情况"), AtMost(LONG)]
    )


class MendForm(HouseForm):
    mended = TextAreaField(
        _("做了什么"), filters=[clean], validators=[Need("请写下做了什么来改"), AtMost(LONG)]
    )


class AppealForm(HouseForm):
    appeal = TextAreaField(
        _("为什么认为是误评"), filters=[clean], validators=[Need("请写下为什么认为是误评"), AtMost(LONG)]
    )


class ReviewForm(HouseForm):
    appeal_words = TextAreaField(
        _("复核的理由"), filters=[clean], validators=[Need("请写下复核的理由"), AtMost(LONG)]
    )


class CallForm(HouseForm):
    call_words = TextAreaField(
        _("群众怎么说"), filters=[clean], validators=[Need("请写下群众的原话"), AtMost(LONG)]
    )


class PublicWordsForm(HouseForm):
    public_words = TextAreaField(
        _("公开的话"), filters=[clean], validators=[Need("请写下问题是什么、怎么改的"), AtMost(LONG)],
        description=_("写问题和改法，不写人名和电话"),
    )
