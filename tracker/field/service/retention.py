"""留存期限: a decided record (要看一看的) forgets after a time what the phone sent; its decision stays."""

from datetime import timedelta

from tracker.domain.roles import Actor
from tracker.field import queries, rules
from tracker.field.models import Parked
from tracker.store.action import action
from tracker.store.wipe import wipe
from tracker.township.queries import setting

DAYS = "parked_keep_days"
"""Setting of the town: calendar days after the decision."""
BATCH = 100


def kept_days() -> int:
    """Calendar days after the decision, as the town has it."""
    return rules.kept_days(setting(DAYS))


def clear_decided(actor: Actor) -> int:
    """Nightly; answers how many. What nobody has decided has no term: nothing of a phone is lost unseen."""
    done = 0
    while True:
        with action(actor, "sync.clear") as act:
            before = act.now - timedelta(days=kept_days())
            batch = queries.past_keeping(before, BATCH)
            for parked in batch:
                act.on("sync.clear", parked)
                parked.item = ""
        done += len(batch)
        if len(batch) < BATCH:
            break
    if done:
        wipe(Parked.__tablename__)
    return done
