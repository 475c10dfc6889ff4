"""What follows a bad rating (差评办理): contacted, verified, mended, called back, published."""

from tracker.demo import words_courses as words
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.hall import queries
from tracker.hall import service as hall
from tracker.hall.models import RatingCase, Task
from tracker.hall.rules import CaseStatus


def case_of(stage: Stage, task: Task) -> RatingCase:
    return next(row.case for row in queries.cases(stage.cast["deputy"]) if row.ref == task.ref)


def settle(stage: Stage, task: Task, stop: CaseStatus = CaseStatus.CLOSED) -> Story:
    """Contacted, verified, mended, called back, published, by others than who was rated."""
    head, later, case = stage.cast["windowhead"], stage.table.later, case_of(stage, task)
    if stop is CaseStatus.OPEN:
        return
    yield later(1)
    if case.contact_by is not None:
        hall.contact(head, case, words=words.CONTACTED)
    if stop in (CaseStatus.APPEALED, CaseStatus.EXCLUDED):
        yield from _appeal(stage, case, stop)
        return
    hall.verify(head, case, finding=words.FOUND)
    if stop is CaseStatus.VERIFIED:
        return
    yield later(4)
    hall.mend(head, case, mended=words.MENDED)
    if stop is CaseStatus.MENDED:
        return
    yield later(2)
    hall.call_back(stage.cast["callback"], case, call_words=words.SETTLED)
    if stop is CaseStatus.CALLED:
        return
    yield later(1)
    hall.publish(head, case, public_words=words.PUBLISHED)


def _appeal(stage: Stage, case: RatingCase, stop: CaseStatus) -> Story:
    """误评: asked by the head of the hall, decided by a leader of the town."""
    hall.appeal(stage.cast["windowhead"], case, appeal=words.APPEALED)
    if stop is CaseStatus.APPEALED:
        return
    yield stage.table.later(2)
    hall.grant_appeal(stage.cast["deputy"], case, appeal_words=words.EXCLUDED)
