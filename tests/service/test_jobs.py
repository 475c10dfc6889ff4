"""Background work (后台任务): one result whatever happens to the worker, and a sentence when it fails."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from factories import make_actor, make_user

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.jobs import queries, service
from tracker.jobs.service import Kind
from tracker.people.queries import actor_of
from tracker.store import jobs
from tracker.store.action import action
from tracker.store.audit import AuditEntry
from tracker.store.db import allow_long_work, prepare_engine
from tracker.store.jobs import Cancelled, Job, Lost, Status, claim, end
from tracker.store.queue import Queue, queue, use_queue

KIND = "trial"


@pytest.fixture
def later(app, db, tmp_path):
    """A queue whose calls wait: the tests take the worker's part."""
    usual = queue()
    use_queue(Queue(app.config["DATABASE_URL"], tmp_path, lambda job_id: None, at_once=False))
    yield queue()
    queue().huey.storage.close()
    use_queue(usual)


def order(actor, work=lambda actor, run: "好了", dropped=None, **args):
    service.use_kinds([Kind(KIND, work, dropped)])
    with action(actor, "job.order") as act:
        return service.order(act, KIND, "试一试", args).id


def job_now(db, job_id):
    return db.session.get(Job, job_id, populate_existing=True)


def test_an_ordered_job_is_done_and_the_worker_acts_as_its_person(db):
    actor, seen = make_actor(), []

    def work(who, run):
        seen.append((who.user_id, who.role, run.args))
        return "做好了，共 3 行"

    job = job_now(db, order(actor, work, batch=7))

    assert (job.status, job.message, job.attempts) == (Status.DONE, "做好了，共 3 行", 1)
    assert seen == [(actor.user_id, actor.role, {"batch": 7})]
    assert db.session.query(AuditEntry).filter_by(action="job.order").count() == 1


def test_nothing_is_called_when_the_act_comes_to_nothing(db):
    actor, seen = make_actor(), []
    service.use_kinds([Kind(KIND, lambda who, run: seen.append(1) or "好了")])

    def ordered_in_vain():
        with action(actor, "job.order") as act:
            service.order(act, KIND, "试一试", {})
            raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        ordered_in_vain()
    assert not seen and db.session.query(Job).count() == 0


def test_a_job_is_never_taken_by_two_workers(db, later):
    job_id = order(make_actor())
    first, second = claim(job_id, "a" * 32), claim(job_id, "b" * 32)
    assert first is not None and second is None


def test_a_worker_that_was_killed_leaves_its_job_to_the_next_one(db, later, monkeypatch):
    done = []
    job_id = order(make_actor(), lambda who, run: done.append(run.token) or "好了")
    killed = claim(job_id, "a" * 32)

    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", -1)
    service.look_after()
    assert job_now(db, job_id).status is Status.QUEUED
    service.run(job_id)

    job = job_now(db, job_id)
    assert job.status is Status.DONE and job.attempts == 2 and len(done) == 1
    assert not end(killed, Status.DONE, "从前的那一次"), "the run that was given up must not count"
    assert job_now(db, job_id).message == "好了"


def test_a_clock_set_back_does_not_keep_a_dead_worker_alive(db, later):
    job_id = order(make_actor())
    claim(job_id, "a" * 32)
    queue().tell(job_id, "beat", clock.real_seconds() + 3600)
    service.look_after()
    assert job_now(db, job_id).status is Status.QUEUED


def test_a_job_just_taken_up_again_is_not_judged_by_the_beat_of_the_dead(db, later):
    job_id = order(make_actor())
    claim(job_id, "a" * 32)
    queue().tell(job_id, "beat", clock.real_seconds() - 60)
    service.look_after()
    assert claim(job_id, "b" * 32) is not None
    service.look_after()  # before the new run has shown its first sign of life
    assert job_now(db, job_id).status is Status.RUNNING


def test_a_worker_that_takes_the_job_while_it_is_taken_back_hears_of_it(db, later, monkeypatch):
    actor = make_actor()
    job_id = order(actor)
    job = queries.job_of(actor, job_id)
    tell, runs = queue().tell, []

    def tell_and_be_overtaken(told_id, what, value):
        tell(told_id, what, value)
        if what == "cancel" and not runs:
            runs.append(claim(job_id, "a" * 32))

    monkeypatch.setattr(queue(), "tell", tell_and_be_overtaken)
    service.cancel(actor, job)
    runs[0]._told = 0  # as if half a second had passed
    with pytest.raises(Cancelled):
        runs[0].progress(1)


def test_a_job_that_beats_is_left_alone(db, later):
    job_id = order(make_actor())
    run = claim(job_id, "a" * 32)
    with run.beating():
        service.look_after()
        assert job_now(db, job_id).status is Status.RUNNING


def test_work_that_killed_three_workers_is_given_up_with_a_sentence(db, later, monkeypatch):
    told = []
    job_id = order(make_actor(), dropped=lambda system, run, message: told.append(message))
    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", -1)
    for token in "abc":
        assert claim(job_id, token * 32) is not None
        service.look_after()
    job = job_now(db, job_id)
    assert job.status is Status.FAILED and "3 次" in job.message and told == [job.message]


def test_a_run_that_lost_its_job_may_not_write_its_result(db, later, monkeypatch):
    actor = make_actor()
    job_id = order(actor)
    lost = claim(job_id, "a" * 32)
    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", -1)
    service.look_after()
    claim(job_id, "b" * 32)
    with pytest.raises(Lost), action(actor, "job.order"):
        lost.hold()


def test_a_lost_call_comes_again(db, later):
    job_id = order(make_actor())
    later.huey.storage.flush_queue()
    service.look_after()
    assert later.huey.storage.queue_size() == 1
    service.look_after()
    assert later.huey.storage.queue_size() == 1, "one call is enough"
    assert job_now(db, job_id).status is Status.QUEUED


def test_taken_back_before_it_runs_it_is_over(db, later):
    actor, told = make_actor(), []
    job_id = order(actor, dropped=lambda system, run, message: told.append(message))
    service.cancel(actor, queries.job_of(actor, job_id))
    service.run(job_id)
    assert job_now(db, job_id).status is Status.CANCELLED and len(told) == 1


def test_taken_back_while_it_runs_it_stops_at_the_next_row(db, later):
    actor, rows = make_actor(), []

    def work(who, run):
        for row in range(5):
            rows.append(row)
            if row == 1:
                queue().tell(run.job_id, "cancel", True)
            run._told = 0  # as if half a second had passed
            run.progress(row + 1, 5)
        return "好了"

    job_id = order(actor, work)
    service.run(job_id)
    job = job_now(db, job_id)
    assert job.status is Status.CANCELLED and rows == [0, 1]
    with pytest.raises(RuleBroken, match="已经结束"):
        service.cancel(actor, job)


def test_a_worker_that_is_shut_down_hands_the_job_back_uncounted(db, later):
    def work(who, run):
        run.stopping.set()
        run.progress(1, 5)

    job_id = order(make_actor(), work)
    try:
        service.run(job_id)
    finally:
        jobs.Run.stopping.clear()
    job = job_now(db, job_id)
    assert job.status is Status.QUEUED and job.attempts == 0


def test_what_a_rule_refuses_stands_in_the_job_in_chinese(db):
    def work(who, run):
        raise RuleBroken("第 {n} 行：没有这个村", n=12)

    job = job_now(db, order(make_actor(), work))
    assert job.status is Status.FAILED and job.message == "第 12 行：没有这个村"


def test_a_fault_of_ours_names_the_row_and_a_number_and_can_be_gone_on_with(db, caplog):
    actor, faults = make_actor(), [ZeroDivisionError()]

    def work(who, run):
        run.progress(3200, 12_000)
        if faults:
            raise faults.pop()
        return "好了"

    job_id = order(actor, work)
    job = job_now(db, job_id)
    assert job.status is Status.FAILED and job.message.startswith("处理到第 3201 行时程序出错了，编号 ")
    assert job.message[-8:] in caplog.text

    service.again(actor, queries.job_of(actor, job_id))
    assert job_now(db, job_id).status is Status.DONE


def test_a_job_that_failed_tells_whoever_ordered_it(db):
    told = []

    def work(who, run):
        raise RuleBroken("不行")

    order(make_actor(), work, dropped=lambda system, run, message: told.append((run.args, message)), batch=3)
    assert told == [({"batch": 3}, "不行")]


def test_a_post_given_up_meanwhile_gives_no_rights(db, later):
    from datetime import date

    user = make_user(Role.CLERK)
    actor, seen = actor_of(user.id), []
    job_id = order(actor, lambda who, run: seen.append(1) or "好了")
    user.posts[0].until_on = date(2020, 1, 1)
    db.session.commit()
    service.run(job_id)
    job = job_now(db, job_id)
    assert job.status is Status.FAILED and "岗位" in job.message and not seen


def test_nobody_sees_or_stops_the_job_of_another(db, later):
    job_id = order(make_actor())
    other = make_actor()
    assert queries.jobs_of(other) == []
    with pytest.raises(NotFound):
        queries.job_of(other, job_id)
    with pytest.raises((NotFound, Forbidden)):
        service.cancel(other, db.session.get(Job, job_id))


def test_the_page_hears_how_far_a_running_job_is(db, later):
    actor = make_actor()
    job_id = order(actor)
    run = claim(job_id, "a" * 32)
    run._told = 0
    run.progress(3200, 12_000)
    told = queries.progress_of(job_now(db, job_id))
    assert (told.done, told.total) == (3200, 12_000)


def test_no_pickle_goes_through_the_queue(db, later):
    order(make_actor())
    waiting = [bytes(data) for data in later.huey.storage.enqueued_items()]
    assert waiting and all(data.startswith(b'["call"') for data in waiting)


def test_a_backup_in_the_background_makes_one_copy_however_often_it_runs(db, later):
    from tracker.overview.service import BACKUP, copies_made, order_backup
    from tracker.store import files

    service.use_kinds([BACKUP])
    job_id = order_backup(make_actor(Role.SYSADMIN))
    killed_after_the_copy = claim(job_id, "a" * 32)
    earlier = copies_made()
    BACKUP.work(make_actor(Role.SYSADMIN), killed_after_the_copy)
    end(killed_after_the_copy, Status.QUEUED, "")
    before = copies_made()

    service.run(job_id)

    assert job_now(db, job_id).status is Status.DONE
    assert copies_made() == before and len(before) == len(earlier) + 1
    assert (Path(files.folder(files.BACKUPS)) / before[0][0] / "manifest.json").exists()




def test_the_worker_may_take_minutes_between_two_statements(db):
    """A long file is written while its transaction waits; a page must not wait like that."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL ends transactions that wait")
    engine = sa.create_engine(db.engine.url)
    asked = sa.text("SHOW idle_in_transaction_session_timeout")
    prepare_engine(engine)
    with engine.connect() as connection:
        assert connection.scalar(asked) == "30s"
    allow_long_work(engine)
    with engine.connect() as connection:
        assert connection.scalar(asked) == "10min"
    engine.dispose()
