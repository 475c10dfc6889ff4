"""同意公开: whoever spoke up says whether it may be published, and may take it back at any time."""

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.store.action import action


def set_consent(actor: Actor, opinion: Opinion, *, may_publish: bool) -> None:
    """What is published asks this on every reading: taken back, it is gone with the next page."""
    with action(actor, "opinion.consent", opinion):
        opinion.may_publish = may_publish
