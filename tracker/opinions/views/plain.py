"""可以贴进工作群的文字: one matter as plain text, names and numbers masked (ux.md §7, touch 15)."""

from flask_babel import gettext as _

from tracker.domain.masking import HIDDEN, blot_names, mask_name
from tracker.opinions import rules
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Names


def plain_copy(opinion: Opinion, names: Names, standing: str) -> str:
    """No telephone, no identity number, no whole name; who asked for confidence is not named at all."""
    who = mask_name(opinion.name) if opinion.name and rules.is_open_name(opinion.contact) else ""
    lines = [
        f"{opinion.ref} {_(rules.LABELS[opinion.status])}",
        _said(_("事由"), _masked(opinion, opinion.title)),
        _said(_("村"), names.units.get(opinion.village_code or "", "")),
        _said(_("反映人"), who),
        _said(_("原话"), _masked(opinion, opinion.text)),
        _said(_("承办"), names.units.get(opinion.office_code or "", "")),
        _said(_("期限"), standing),
    ]
    return "\n".join(line for line in lines if line)


def _said(label: str, value: str) -> str:
    return f"{label}：{value}" if value else ""


def _masked(opinion: Opinion, text: str) -> str:
    """The resident's own name may stand in the text as well."""
    is_open = rules.is_open_name(opinion.contact)
    names = (opinion.name, opinion.behalf_name)
    return rules.redacted(blot_names(text, names, lambda name: mask_name(name) if is_open else HIDDEN))
