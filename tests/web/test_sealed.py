"""The pages of discipline: list, one accusation, its moves; nobody else comes in."""

import pytest
from factories import make_user
from factories_opinions import ACCUSATION, make_sealed
from support import text_of

from tracker.domain.roles import STAFF, Role
from tracker.opinions.models import Opinion
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Status


@pytest.mark.parametrize("role", sorted(STAFF - {Role.DISCIPLINE}))
def test_nobody_but_discipline_comes_to_the_list(db, as_user, role):
    record = make_sealed()
    client = as_user(make_user(role))
    for path in ("/sealed", f"/sealed/{record.ref}", f"/sealed/{record.ref}/receive"):
        answer = client.get(path)
        assert answer.status_code == 403 and record.ref not in answer.text


def test_discipline_reads_receives_and_concludes(db, as_user):
    record, client = make_sealed(), as_user(make_user(Role.DISCIPLINE))
    assert record.ref in client.get("/sealed").text and ACCUSATION not in client.get("/sealed").text
    assert ACCUSATION in text_of(client.get(f"/sealed/{record.ref}"))
    assert client.submit(f"/sealed/{record.ref}/receive").status_code == 303
    assert client.submit(f"/sealed/{record.ref}/conclude").status_code == 422
    assert client.submit(f"/sealed/{record.ref}/conclude", reason="查实，已处理").status_code == 303
    assert "查实，已处理" in text_of(client.get(f"/sealed/{record.ref}"))
    assert db.session.get(Sealed, record.id).status is Status.CONCLUDED


def test_the_empty_list_says_what_would_be_here(db, as_user):
    assert "没有密封件" in text_of(as_user(make_user(Role.DISCIPLINE)).get("/sealed"))


def test_the_list_of_subjects_changes_with_a_reason(db, as_user):
    accused, record, client = make_user(Role.HANDLER), make_sealed(), as_user(make_user(Role.DISCIPLINE))
    path = f"/sealed/{record.ref}/subjects"
    assert client.submit(path, people=[str(accused.id)], reason="").status_code == 422
    assert client.submit(path, people=[str(accused.id)], reason="信里写到他").status_code == 303
    assert [one.user_id for one in db.session.get(Sealed, record.id).subjects] == [accused.id]


def test_released_it_waits_among_the_ordinary_matters(db, as_user):
    record, client = make_sealed(), as_user(make_user(Role.DISCIPLINE))
    answer = client.submit(f"/opinions/from-sealed/{record.ref}", reason="不是检举")
    assert answer.status_code == 303
    opinion = db.session.query(Opinion).one()
    assert opinion.ref in as_user(make_user()).get("/opinions").text
    assert as_user(make_user()).get(f"/opinions/from-sealed/{record.ref}").status_code == 403
