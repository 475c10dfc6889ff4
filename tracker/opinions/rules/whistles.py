"""吹哨: which departments may be called at once (北京市接诉即办工作条例 16)."""

from collections.abc import Iterable

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

MOST_DEPARTMENTS, LONGEST_NAME = 5, 60


def departments_called(lines: Iterable[str]) -> list[str]:
    """The names as written, each once. RuleBroken on `departments`: none, too many, one too long."""
    names = [name for name in dict.fromkeys(one.strip() for one in lines) if name]
    if not names:
        raise RuleBroken(_("请写叫哪个部门来"), field="departments")
    if len(names) > MOST_DEPARTMENTS:
        raise RuleBroken(_("一次最多叫 {n} 个部门"), field="departments", n=MOST_DEPARTMENTS)
    if any(len(name) > LONGEST_NAME for name in names):
        raise RuleBroken(_("部门名称最多 {n} 个字，一行写一个"), field="departments", n=LONGEST_NAME)
    return names
