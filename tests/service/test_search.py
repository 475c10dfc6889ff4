"""全文检索: what a reader of all texts would find, in the reader's own scope, and gone when it is gone."""

import random
from datetime import date

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_opinions import (
    make_handling,
    make_opinion,
    make_registered,
    make_replied,
    make_sealed,
    name_subjects,
    resident,
)

from tracker.domain.bigrams import holds, terms
from tracker.domain.roles import Role
from tracker.opinions import queries, service
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.queries import Filters, search
from tracker.opinions.queries.search import words_of
from tracker.opinions.rules import Outcome
from tracker.opinions.service import indexing
from tracker.store.access import visible
from tracker.store.search import OPINIONS, tokens
from tracker.township.pinyin import pinyin_of
from tracker.township.queries import unit_of

LETTERS = "机井水路灯浑电aＢ12，。 \n-"
TYPED = "机井水路灯浑电aＢ，。 \n"


def found(actor, text, **filters):
    rows, _more = queries.inbox(actor, Filters(text=text, **filters))
    assert queries.totals(actor, Filters(text=text, **filters)).found == len(rows)
    return {one.ref for one in rows}


def read_through(db, actor, text):
    """What somebody finds who reads every text the actor may see."""
    asked = terms(text)
    rows = db.session.scalars(visible(actor, "opinion.list", Opinion)).all()
    return {one.ref for one in rows if holds(words_of(one), asked)}


@pytest.mark.parametrize("seed", range(4))
def test_search_finds_what_reading_everything_finds(db, seed):
    dice, clerk = random.Random(seed), make_actor()  # noqa: S311  nothing secret
    for _n in range(12):
        text = "".join(dice.choices(LETTERS, k=dice.randint(4, 40))) + "井"
        place = "".join(dice.choices("路灯水电", k=dice.randint(0, 4)))
        make_registered(clerk, text=text, place=place)
    for _n in range(60):
        text = "".join(dice.choices(TYPED, k=dice.randint(2, 5)))
        if any(map(tokens, terms(text))):
            assert found(clerk, text) == read_through(db, clerk, text), repr(text)


def test_a_word_of_two_characters_is_found_in_text_title_place_reply_and_supplement(db):
    clerk, handler = make_actor(), make_actor(Role.HANDLER)
    opinion = make_replied(handler, text="二组的机井水发浑", place="打谷场东头")
    service.supplement(resident(opinion.id), opinion, text="昨天又停电了")
    for word in ("发浑", "机井水发", "打谷", "水清", "停电", "谷场 发浑"):
        assert found(clerk, word) == {opinion.ref}, word
    assert found(clerk, "路灯") == set() and found(clerk, "发浑 路灯") == set()


def test_a_draft_is_not_found_before_it_is_signed(db):
    clerk, handler = make_actor(), make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    basis = "《信访工作条例》第二十二条"
    service.draft(handler, opinion, outcome=Outcome.SUPPORTED, text="水泵换新了", basis=basis)
    assert found(clerk, "水泵") == set()
    service.sign(make_actor(Role.UNIT_HEAD), opinion)
    assert found(clerk, "水泵") == {opinion.ref}


def test_number_phone_and_single_characters_are_found_as_before(db):
    clerk, opinion = make_actor(), make_opinion(phone="13812345678")
    make_opinion(phone="13900000000", text="路灯不亮")
    assert found(clerk, "138 1234 5678") == {opinion.ref}
    assert found(clerk, opinion.ref) == {opinion.ref}
    assert len(found(clerk, "诉")) == 2


def test_names_and_phones_of_residents_are_not_in_the_index(db):
    clerk = make_actor()
    make_opinion(name="周桂兰", phone="13812345678")
    assert found(clerk, "桂兰") == set() and found(clerk, "1234") == set()


def test_handlers_and_villages_are_found_by_pinyin_and_residents_are_not(db):
    clerk, handler = make_actor(), make_actor(Role.HANDLER, name="王建文")
    opinion = make_handling(handler, village_code=VILLAGE, name="周桂兰")
    other = make_opinion(village_code=VILLAGE_2, text="路灯不亮")
    first, full = (pinyin_of(unit_of(VILLAGE).short_name)[at] for at in (1, 0))
    assert found(clerk, "wjw") == {opinion.ref} == found(clerk, "WangJian")
    assert opinion.ref in found(clerk, full) and opinion.ref in found(clerk, first)
    assert other.ref not in found(clerk, full)
    assert found(clerk, "zgl") == set() == found(clerk, "zhougui")


def test_everybody_finds_in_the_own_scope_only(db):
    handler, other, clerk = make_actor(Role.HANDLER), make_actor(Role.HANDLER), make_actor()
    opinion = make_handling(handler, text="机井水发浑")
    assert found(handler, "发浑") == {opinion.ref} == found(clerk, "发浑")
    assert found(other, "发浑") == set() == found(other, "机井水")


def test_who_is_barred_finds_nothing_and_what_is_sealed_is_found_by_nobody(db):
    clerk, head = make_actor(), make_actor(Role.UNIT_HEAD)
    about, sealed = make_handling(text="农业办的人弄丢材料"), make_opinion(text="账目不清")
    name_subjects(about, OpinionSubject(unit_code=OFFICE_2))
    assert found(head, "弄丢") == set() == found(head, "弄丢材料")
    assert found(clerk, "弄丢") == {about.ref}
    service.seal(clerk, sealed)
    assert found(clerk, "账目") == set()
    numbers = db.session.scalars(sa.select(OPINIONS.record()).select_from(OPINIONS.table)).all()
    assert sealed.id not in numbers


def test_an_accusation_is_never_in_the_index(db):
    make_opinion()
    before = OPINIONS.count()
    make_sealed(text="修路的钱有一半进了他自己口袋")
    assert OPINIONS.count() == before


def test_pages_follow_each_other_without_gap_or_doubles(db):
    clerk = make_actor()
    made = [make_registered(clerk, text=f"机井水发浑{'甲乙丙丁'[n % 4]}").ref for n in range(25)]
    for word in ("发浑", "水发浑"):
        rows, more = queries.inbox(clerk, Filters(text=word))
        assert more and len(rows) == 20
        rest, more = queries.inbox(clerk, Filters(text=word), (rows[-1].created_at, rows[-1].id))
        assert not more and [one.ref for one in [*rows, *rest]] == made[::-1]


def test_of_more_than_a_list_counts_the_last_entered_come_first_page_by_page(db, monkeypatch):
    monkeypatch.setattr(search, "MOST", 10)
    clerk, agent = make_actor(), make_actor(Role.AGENT)
    made = [make_registered(agent if n % 3 else clerk, text="机井水发浑").ref for n in range(30)]
    rows, more = queries.inbox(clerk, Filters(text="发浑"))
    rest, _more = queries.inbox(clerk, Filters(text="发浑"), (rows[-1].created_at, rows[-1].id))
    assert more and [one.ref for one in [*rows, *rest]] == made[::-1]
    assert queries.totals(clerk, Filters(text="发浑")).found == 30


def test_other_filters_narrow_what_is_found(db):
    clerk = make_actor()
    opinion = make_opinion(text="机井水发浑")
    for word in ("发浑", "水发浑"):
        assert found(clerk, word, status="submitted") == {opinion.ref}
        assert found(clerk, word, status="closed") == set()


def test_the_index_can_be_built_from_nothing(db):
    clerk = make_actor()
    opinion = make_replied()

    def everything():
        return sorted(db.session.scalars(sa.select(OPINIONS.record()).select_from(OPINIONS.table)).all())

    before = everything()
    db.session.rollback()
    with db.engine.begin() as connection:
        OPINIONS.clear(connection)
    assert found(clerk, "发浑") == set()
    assert indexing.is_empty() and indexing.catch_up() == 1
    assert not indexing.is_empty() and indexing.catch_up() == 0
    assert everything() == before and found(clerk, "发浑") == {opinion.ref} == found(clerk, "水清")


def test_no_word_of_a_text_stands_readable_in_the_index(db):
    make_opinion(text="二组的机井水发浑")
    if db.engine.dialect.name == "sqlite":
        raw = b"".join(map(bytes, db.session.scalars(sa.text("SELECT block FROM opinion_search_data"))))
    else:
        raw = str(db.session.execute(sa.text("SELECT * FROM opinion_search")).all()).encode()
    assert raw and "发浑".encode() not in raw


def test_what_was_taken_out_leaves_the_file_when_it_is_tidied(db):
    clerk, opinion = make_actor(), make_opinion(text="账目不清")
    make_opinion(text="路灯不亮")
    gone, kept = tokens("账目")[0], tokens("路灯")[0]
    service.seal(clerk, opinion)
    OPINIONS.tidy()
    if db.engine.dialect.name == "sqlite":
        made = "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, opinion_search, row)"
        db.session.execute(sa.text(made))
        stored = set(db.session.scalars(sa.text("SELECT term FROM temp.words")))
        db.session.execute(sa.text("DROP TABLE temp.words"))
    else:
        gone, kept = OPINIONS.given(gone)[0], OPINIONS.given(kept)[0]
        rows = db.session.scalars(sa.text("SELECT tokens FROM opinion_search"))
        stored = {one for row in rows for one in row}
    assert kept in stored and gone not in stored


def test_a_rare_character_is_found_alone_and_beside_others(db):
    """𠮷 and 𠮶 share their first UTF-16 unit, 𠮷 and 𣎷 their second."""
    clerk = make_actor()
    refs = {word: make_registered(clerk, text=f"户主{word}家停电").ref for word in ("𠮷野", "𠮶野", "𣎷野")}
    for word, ref in refs.items():
        for asked in (word, word[0], f"主{word[0]}", f"{word}家"):
            assert found(clerk, asked) == {ref}, asked
    assert found(clerk, "野家") == set(refs.values())


def test_what_is_stored_is_in_an_order_of_its_own(db):
    """The order of a text, or of its characters, would tell which fingerprint is which pair."""
    assert tokens("机井水发浑") == sorted(tokens("浑，发浑。水发、井水；机井"))


def test_a_sheet_that_comes_in_is_found_by_its_words(db):
    from tracker.store.action import action

    clerk = make_actor()
    with action(clerk, "opinion.import") as act:
        for number, text in enumerate(("小区停车难", "小区没有充电桩", "公交线路太少")):
            service.put_imported(
                act, outside_no=str(number), title=text[:4], text=text, submitted_on=date(2026, 1, number + 1)
            )
    assert len(found(clerk, "小区")) == 2 and len(found(clerk, "充电桩")) == 1
