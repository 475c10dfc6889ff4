"""匿名化: a year after its end a matter forgets who spoke up, in every file of the instance."""

import base64
import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import make_actor
from factories_opinions import answer, make_handling, make_opinion, make_replied, resident
from PIL import Image

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.opinions import service
from tracker.opinions.models import Opinion
from tracker.opinions.queries import figures
from tracker.opinions.rules import Behalf, Decline, Satisfaction, Solved
from tracker.opinions.rules.retention import KEPT_DAYS, forgotten, kept_days
from tracker.opinions.service.notes import FEELINGS, TEXTS
from tracker.opinions.service.retention import DAYS
from tracker.overview.service import nightly
from tracker.pictures.models import Original, Picture
from tracker.pictures.service import keep
from tracker.store.action import action
from tracker.store.audit import AuditEntry, chain_pending
from tracker.store.base import Base
from tracker.store.db import db as store
from tracker.store.search import token
from tracker.store.secrets import Encrypted, EncryptedBytes
from tracker.store.wipe import wipe
from tracker.township.service import put_setting

NAME, OTHER, PHONE, FEELING = "闻人笑梅", "闻人老太", "13966660123", "心里踏实多了"
TEXT = f"我是{NAME}，电话{PHONE}，替{OTHER}说：井水发浑。"


def picture_of(shade):
    data = io.BytesIO()
    Image.frombytes("RGB", (64, 48), bytes((x * shade) % 251 for x in range(64 * 48 * 3))).save(data, "JPEG")
    return data.getvalue()


PHOTO = picture_of(37)


def a_whole_story():
    """Said with a name, a telephone and a picture; answered, called, rated, closed."""
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(
        handler, text=TEXT, name=NAME, phone=PHONE, behalf=Behalf.FAMILY, behalf_name=OTHER,
        place="二组 17 号门前",
    )
    with action(SYSTEM, "opinion.import", opinion) as act:
        opinion.title = f"{NAME}反映机井"
        keep(act, "opinion", opinion.id, [PHOTO])
    service.supplement(resident(opinion.id), opinion, text=f"{NAME}再说一句，打{PHONE}")
    store.session.expire_all()
    answer(handler, opinion, text=f"{NAME}同志：井已洗过。")
    said = {"solved": Solved.YES, "satisfaction": Satisfaction.GOOD, "feeling": FEELING}
    service.rate(resident(opinion.id), opinion, **said, text="")
    caller = make_actor(Role.CALLBACK)
    service.call_back(caller, opinion, **said, text=f"{NAME}接的电话")
    service.close(caller, opinion)
    return opinion


def opened():
    """Everything the database says to whoever has the keys, one long text."""
    with store.engine.connect() as connection:
        rows = [
            str(value) for table in Base.metadata.tables.values()
            for row in connection.execute(sa.select(table)) for value in row
        ]
    return "\n".join(rows)


def raw(table, column, record_id=None):
    """The ciphertexts of a column as they lie in the file."""
    where = f" WHERE id = {record_id}" if record_id else ""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT {column} FROM {table}{where}")  # noqa: S608  # of this test
        return [bytes(row[0]) for row in rows if row[0]]


def spellings(canary):
    """As somebody could find it: the bytes, other encodings, base64, hexadecimal."""
    data = canary if isinstance(canary, bytes) else canary.encode()
    found = {data, data.hex().encode(), data.hex().upper().encode(), base64.b64encode(data)[:-4]}
    if isinstance(canary, str):
        found |= {canary.encode(name) for name in ("utf-16-le", "utf-16-be", "gb18030")}
    return found


def hits(folder, canaries):
    """(file, canary) for everything found, in archives as well; copies apart, they age out by themselves."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and "backups" not in path.parts:
            pieces = [path.read_bytes()]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    pieces += [archive.read(name) for name in archive.namelist()]
            for canary in canaries:
                if any(one in piece for one in spellings(canary) for piece in pieces):
                    found.append((path.name, canary[:20]))
    return found


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days))


def test_after_a_year_no_file_of_the_instance_knows_who_spoke_up(app, db, instance):
    opinion = a_whole_story()
    chain_pending()
    store.session.commit()
    secret = ("name", "phone", "behalf_name", "place", "text")
    ciphers = [
        *(raw("opinion", column, opinion.id)[0] for column in secret),
        *raw("opinion_call", "feeling"), *raw("opinion_rating", "feeling"), *raw("picture", "shown"),
        *raw("picture", "thumb"), *raw("picture_original", "data"),
    ]
    words = [NAME, OTHER, PHONE, FEELING, "17 号", opinion.phone_index]
    is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        wipe()
        seen = {canary for _file, canary in hits(instance, ciphers)}
        assert len(seen) >= len({one[:20] for one in ciphers}) - 2, "the scan finds what is there"
    assert all(word in opened() for word in words)

    with later(KEPT_DAYS + 2):
        assert service.anonymise(SYSTEM) == 1
    told = opened()
    assert [word for word in words if word in told] == []
    if is_sqlite:
        assert hits(instance, [*ciphers, *words]) == []
    assert db.session.query(Picture).count() == db.session.query(Original).count() == 0


def test_what_was_said_and_done_stays_as_a_business_file(db):
    opinion = a_whole_story()
    service.recount(SYSTEM)
    before = figures.full_count()
    with later(KEPT_DAYS + 2):
        service.anonymise(SYSTEM)
        store.session.expire_all()
        assert opinion.text == "我是某某，电话****，替某某说：井水发浑。"
        assert opinion.title == "某某反映机井" and opinion.village_code
        assert opinion.reply.text == "某某同志：井已洗过。"
        assert opinion.calls_now[0].satisfaction is Satisfaction.GOOD
        assert (opinion.name, opinion.phone, opinion.phone_index, opinion.place) == ("", "", None, "")
        assert figures.full_count() == before == figures.summary(), "no figure changes"


def test_the_audit_log_says_that_it_was_done_and_nothing_else(db):
    opinion = a_whole_story()
    with later(KEPT_DAYS + 2):
        service.anonymise(SYSTEM)
    entry = db.session.query(AuditEntry).filter_by(action="opinion.anonymise").one()
    assert (entry.record_id, entry.user_id) == (opinion.id, None)
    assert set(entry.changes) <= {"anonymised_on", "version"}


def test_the_index_finds_it_by_its_words_and_no_more_by_the_name(db):
    def found(pair):
        row = db.session.execute(
            sa.text("SELECT count(*) FROM opinion_search WHERE opinion_search MATCH :asked"),
            {"asked": token(pair)},
        )
        return row.scalar()

    if db.engine.dialect.name != "sqlite":
        pytest.skip("asks FTS5 itself")
    a_whole_story()
    assert found("人笑") == found("井水") == 1
    with later(KEPT_DAYS + 2):
        service.anonymise(SYSTEM)
    assert (found("人笑"), found("井水")) == (0, 1)


@pytest.mark.parametrize("days", [KEPT_DAYS - 1, KEPT_DAYS + 2])
def test_only_what_ended_long_ago_is_forgotten(db, days):
    """Declined and withdrawn ones by the day that was done; open and answered ones never."""
    clerk = make_actor()
    declined, withdrawn = make_opinion(), make_opinion()
    service.decline(clerk, declined, ground=Decline.LEGAL, text="")
    service.withdraw(clerk, withdrawn, reason="不要办了")
    open_ones = [make_opinion(), make_handling(), make_replied()]
    with later(days):
        done = service.anonymise(SYSTEM)
        assert done == (2 if days > KEPT_DAYS else 0)
        assert service.anonymise(SYSTEM) == 0, "doing it again does nothing"
    store.session.expire_all()
    assert {bool(one.name) for one in (declined, withdrawn)} == {days < KEPT_DAYS}
    assert all(one.name for one in open_ones)


def test_many_go_in_several_acts(db, monkeypatch):
    monkeypatch.setattr("tracker.opinions.service.retention.BATCH", 2)
    for _n in range(5):
        service.decline(make_actor(), make_opinion(), ground=Decline.LEGAL, text="")
    with later(KEPT_DAYS + 2):
        assert service.anonymise(SYSTEM) == 5
    assert db.session.query(Opinion).filter(Opinion.phone_index.is_not(None)).count() == 0


def test_the_town_sets_the_days_but_not_under_what_a_review_needs(db):
    service.decline(make_actor(), make_opinion(), ground=Decline.LEGAL, text="")
    with action(make_actor(Role.SYSADMIN), "workday.change"):
        put_setting(DAYS, "120")
    with later(119):
        assert service.anonymise(SYSTEM) == 0
    with later(122):
        assert service.anonymise(SYSTEM) == 1
    assert (kept_days("7"), kept_days(""), kept_days("many"), kept_days("730")) == (90, 365, 365, 730)


def test_the_night_does_it_and_says_how_many(db):
    service.decline(make_actor(), make_opinion(), ground=Decline.LEGAL, text="")
    with later(KEPT_DAYS + 2):
        assert "办结满期限、隐去姓名电话和照片的民意 1 件" in nightly()


def test_one_character_is_no_name_to_blot_out():
    assert forgotten("王家的井，王五说的", ["王"]) == "王家的井，王五说的"
    assert forgotten("打13812345678", []) == "打****"


def test_every_encrypted_text_that_hangs_on_a_matter_is_dealt_with():
    """A table that comes later and keeps words of a matter has to be named here or in retention.py."""
    dealt = {(part, name) for part, names in (TEXTS | FEELINGS).items() for name in names}
    mapper = sa.inspect(Opinion)
    left = []
    for table in Base.metadata.tables.values():
        keys = [key for column in table.columns for key in column.foreign_keys]
        if table.name == "opinion" or not any(key.column.table.name == "opinion" for key in keys):
            continue
        part = next((one.key for one in mapper.relationships if one.target is table), table.name)
        left += [
            (part, column.name) for column in table.columns
            if isinstance(column.type, Encrypted | EncryptedBytes) and (part, column.name) not in dealt
        ]
    assert left == []
