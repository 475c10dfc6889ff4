"""记处置 and 反映干预 as pages: who may write one, what is shown, what leaves no trace."""

import sqlalchemy as sa
from factories import make_user
from factories_opinions import make_handling
from support import text_of

from tracker.domain.roles import Role
from tracker.people.queries import actor_of
from tracker.sealed.models import Sealed


def in_hand(db):
    user = make_user(Role.HANDLER)
    return user, make_handling(actor_of(user.id))


def test_a_handler_writes_down_what_was_decided_and_it_stands_on_the_matter(as_user, db):
    user, opinion = in_hand(db)
    client = as_user(user)
    path = f"/opinions/{opinion.ref}/ruling"
    answer = client.submit(path, decision="先封桥", basis="", decided_on="2020-01-02", decided_time="08:30")
    assert answer.status_code == 422 and "请写下依据" in text_of(answer) and "先封桥" in answer.text
    sent = client.submit(
        path, decision="先封桥", basis="《公路法》第四十三条", decider_id=user.id,
        decided_on="2020-01-02", decided_time="08:30"
    )
    assert sent.status_code == 303, text_of(sent)
    page = text_of(client.get(f"/opinions/{opinion.ref}"))
    assert "先封桥" in page and "《公路法》第四十三条" in page and user.name in page


def test_who_may_read_a_matter_but_has_nothing_to_do_with_it_cannot_rule_on_it(as_user, db):
    _user, opinion = in_hand(db)
    for role in (Role.CALLBACK, Role.CLERK):
        client = as_user(make_user(role))
        assert client.get(f"/opinions/{opinion.ref}/ruling").status_code == 403
        assert "记处置" not in client.get(f"/opinions/{opinion.ref}").text
    assert as_user(make_user(Role.HANDLER)).get(f"/opinions/{opinion.ref}/ruling").status_code == 404


def test_who_leans_on_a_handler_is_reported_and_the_matter_looks_as_before(as_user, db):
    user, opinion = in_hand(db)
    client = as_user(user)
    before = text_of(client.get(f"/opinions/{opinion.ref}"))
    path = f"/interference?about={opinion.ref}"
    assert opinion.ref in client.get(path).text
    refused = client.submit(path, whom="", how="叫我别查")
    assert refused.status_code == 422 and "叫我别查" in refused.text
    assert client.submit(path, about=opinion.ref, whom="王局长", how="叫我别查").status_code == 303
    assert "已交给纪检" in client.get("/me").text
    assert text_of(client.get(f"/opinions/{opinion.ref}")) == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sealed)) == 1


def test_administrators_have_no_door_to_report_interference(as_user, db):
    for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR):
        assert as_user(make_user(role)).get("/interference").status_code == 403
