"""回避: an accusation, or a matter with a subject, is nowhere for those it must not reach."""

import re
import zipfile
from io import BytesIO

import pytest
from factories import OFFICE_2, TOWN, VILLAGE, make_actor, make_user
from factories_opinions import (
    make_accepted,
    make_draft,
    make_opinion,
    make_routed,
    make_sealed,
    name_subjects,
    submit,
)
from factories_visits import make_visit
from openpyxl import load_workbook

from tracker.domain.roles import SYSTEM, Role
from tracker.excel.report import Period, flat_columns
from tracker.exports.models import Export
from tracker.exports.offered import REPORTS
from tracker.opinions import queries, service
from tracker.opinions.models import OpinionSubject
from tracker.opinions.queries import Filters
from tracker.opinions.queries.ledger import ledger_rows
from tracker.opinions.reports import LEDGER
from tracker.opinions.rules import Channel, Stream, Urgency
from tracker.opinions.tables import category_rates, closing_rates, village_category_rates
from tracker.overview.service import nightly
from tracker.people.queries import actor_of
from tracker.people.service import Person, add_people
from tracker.sealed import queries as sealed_queries
from tracker.sealed import service as sealed
from tracker.store.action import action

PAGES = (
    "/me", "/opinions", "/opinions?text=石门", "/opinions?status=routed", f"/opinions?office={OFFICE_2}",
    "/opinions/new", "/opinions?text=弄丢", "/opinions?text=材料弄丢", "/opinions?text=一半 口袋",
    "/opinions/hot",
)
MOVES = (
    "", "/accept", "/route", "/assign", "/return", "/contact", "/draft", "/sign", "/send_back", "/ask_defer",
    "/hand_over", "/whistle", "/merge", "/call_back", "/close", "/seal", "/receipt",
)


def seen(client, path):
    """A page as a person could compare it: without the numbers that are drawn anew for every form."""
    answer = client.get(path)
    text = re.sub(r'value="[0-9a-f]{32}"|name="work_stamp"[^>]*', "", answer.text)
    return answer.status_code, re.sub(r"\d{2}:\d{2}(:\d{2}\.\d+)?", "", text)


def the_office():
    """An accused head with a subordinate, and people who have nothing to do with it."""
    return {
        "accused": make_user(Role.UNIT_HEAD, name="赵建国"),
        "subordinate": make_user(Role.HANDLER),
        "clerk": make_user(Role.CLERK),
        "sysadmin": make_user(Role.SYSADMIN),
        "auditor": make_user(Role.AUDITOR),
        "head": make_user(Role.HEAD),
        "county": make_user(Role.COUNTY),
    }


def addresses(app):
    """Every page without a record in its address; the lists also searched and filtered."""
    rules = [one for one in app.url_map.iter_rules() if "GET" in one.methods and not one.arguments]
    plain = [one.rule for one in rules if one.rule != "/healthz"]
    return [*PAGES, *plain, "/audit?action=sealed", "/audit?action=opinion", "/audit?after=50"]


def inside(answer):
    """What stands in the cells of every sheet and in the charts of a workbook; its hour and number apart."""
    assert answer.status_code == 200 and answer.data.startswith(b"PK")
    lines = [
        f"{sheet.title} {[cell.value for cell in row]}"
        for sheet in load_workbook(BytesIO(answer.data)).worksheets for row in sheet.iter_rows()
    ]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        charts = [name for name in sorted(archive.namelist()) if "chart" in name]
        lines += [archive.read(name).decode() for name in charts]
    return [re.sub(r"\d{2}:\d{2}|导出-\d{4}-\d{6}", "", line) for line in lines]


def whole_view(app, db, client):
    """Whatever this person can get out of the product: pages, counts, previews, every file in every shape.

    What the looking itself leaves behind, the register of files taken, is emptied again.
    """
    found = {path: seen(client, path) for path in addresses(app)}
    for name, report in REPORTS.items():
        found[name] = seen(client, f"/reports/{name}")
        for split in ("", *(one.title for one in report.splits)) if found[name][0] == 200 else ():
            found[f"{name}{split}.xlsx"] = inside(client.submit(f"/reports/{name}", split=split))
        for unit in (VILLAGE, OFFICE_2):
            found[f"{name}?{unit}"] = seen(client, f"/reports/{name}?unit={unit}")
    db.session.query(Export).delete()
    db.session.commit()
    return found


def differing(before, after):
    return [path for path in before if before[path] != after[path]]


EVERYBODY = ["accused", "subordinate", "clerk", "sysadmin", "auditor", "head", "county"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_with_and_without_an_accusation_every_page_is_the_same(app, db, as_user, who):
    """By the web and at another clerk's desk, received, given subjects, and after a night."""
    people, desk, discipline = the_office(), make_actor(), make_actor(Role.DISCIPLINE)
    make_routed(), make_visit(make_actor(Role.CADRE))
    client = as_user(people[who])
    nightly()
    before = whole_view(app, db, client)
    record = make_sealed(whom="赵建国")
    service.register(desk, make_draft(
        channel=Channel.PHONE, is_read_back=True, is_about_cadre=True, whom="赵建国"
    ), "cd" * 16)
    sealed.receive(discipline, record)
    sealed.change_subjects(
        discipline, record, user_ids=[people["accused"].id], unit_codes=[OFFICE_2], reason="核对过"
    )
    nightly()
    after = whole_view(app, db, client)
    assert differing(before, after) == []
    assert record.ref not in str(after)


@pytest.mark.parametrize("who", ["accused", "subordinate"])
def test_with_and_without_a_matter_about_them_every_page_is_the_same(app, db, as_user, who):
    """An ordinary matter, given to the one under the other, before anybody saw whom it is about."""
    people, desk = the_office(), make_actor()
    make_routed(), make_visit(make_actor(Role.CADRE))
    client = as_user(people[who])
    before = whole_view(app, db, client)
    about = make_opinion(text="农业办把我的材料弄丢了")
    service.accept(
        desk, about, title="材料", category_id=None, stream=Stream.SERVICE, urgency=Urgency.ACT
    )
    service.route(desk, about, office_code=OFFICE_2, assignee_id=people["subordinate"].id)
    with action(desk, "opinion.route", about):
        about.subjects = [OpinionSubject(user_id=people["accused"].id)]
    after = whole_view(app, db, client)
    assert differing(before, after) == []
    assert about.ref not in str(after)


def test_the_register_of_files_does_not_tell_by_the_rows_of_others(db, as_user):
    """A leader of the office complained about reads what others took: their rows count what he misses."""
    clerk, accused = make_user(Role.CLERK), make_user(Role.DEPUTY, unit=OFFICE_2)

    def page_of_next():
        as_user(clerk).submit("/reports/opinion-ledger")
        export = db.session.query(Export).order_by(Export.id.desc()).first()
        page = as_user(accused).get(f"/exports/{export.id}").text
        assert "群众意见台账" in page and export.sha256 and export.sha256 not in page
        db.session.refresh(export)
        found, number = export.row_count, export.number
        db.session.delete(export)
        db.session.commit()
        return found, re.sub(r"\d{2}:\d{2}|value=\"[0-9a-f]{32}\"", "", page.replace(number, ""))

    make_routed()
    rows, page = page_of_next()
    name_subjects(make_opinion(), OpinionSubject(unit_code=OFFICE_2))
    more_rows, same_page = page_of_next()
    assert more_rows == rows + 1 and re.sub(r"/\d+", "", page) == re.sub(r"/\d+", "", same_page)
    assert as_user(clerk).submit("/reports/opinion-ledger").status_code == 200
    shown = [re.sub(r"<[^>]*>|\s", "", as_user(one).get("/exports").text) for one in (accused, clerk)]
    assert f"—{more_rows}做好了" not in shown[0] and f"—{more_rows}做好了" in shown[1]


def test_the_numbers_of_later_records_leave_no_gap(db):
    cadre, first = make_actor(Role.CADRE), make_opinion()
    visit = make_visit(cadre)
    make_sealed(whom="赵建国")
    assert make_opinion().id == first.id + 1
    assert int(make_visit(cadre).ref[-4:]) == int(visit.ref[-4:]) + 1


def test_the_links_of_the_log_do_not_count_what_it_hides(db, as_user):
    people = the_office()
    for _n in range(50):
        make_opinion()
    make_sealed()
    nightly()
    links = re.findall(r"after=(\d+)", as_user(people["auditor"]).get("/audit").text)
    assert set(links) == {"50"}


@pytest.mark.parametrize("who", ["accused", "subordinate", "clerk", "sysadmin", "head"])
def test_the_number_of_an_accusation_leads_nowhere(db, as_user, who):
    client = as_user(the_office()[who])
    record = make_sealed(whom="赵建国")
    for path in ("/sealed/{}", "/sealed/{}/receive", "/sealed/{}/subjects", "/opinions/{}"):
        real, unknown = seen(client, path.format(record.ref)), seen(client, path.format("石门-函-0000"))
        assert real == unknown and real[0] in (403, 404), path


@pytest.mark.parametrize("who", ["accused", "subordinate"])
def test_a_matter_answers_its_subject_as_if_it_had_never_been(db, as_user, who):
    people = the_office()
    opinion = make_routed(text="农业办把我的材料弄丢了")
    client = as_user(people["accused"])
    assert client.get(f"/opinions/{opinion.ref}").status_code == 200  # before anybody is named
    name_subjects(opinion, OpinionSubject(user_id=people["accused"].id))
    client = as_user(people[who])
    for move in MOVES:
        real, unknown = (
            seen(client, f"/opinions/{ref}{move}") for ref in (opinion.ref, "石门-诉-00000")
        )
        assert real == unknown and real[0] in (403, 404), move


@pytest.mark.parametrize("who", ["accused", "subordinate"])
def test_lists_counts_searches_and_reports_leave_it_out(db, as_user, who):
    people = the_office()
    plain, about = make_routed(text="路灯不亮"), make_routed(text="农业办把我的材料弄丢了")
    name_subjects(about, OpinionSubject(unit_code=OFFICE_2), OpinionSubject(user_id=people["accused"].id))
    actor, client = actor_of(people[who].id), as_user(people[who])
    if who == "accused":
        assert {one.ref for one in queries.inbox(actor, Filters())[0]} == {plain.ref}
        assert queries.totals(actor, Filters()).found == 1
        assert closing_rates(actor, Period())[-1].received == 1
        assert [one.ref for one in ledger_rows(actor, Period())] == [plain.ref]
        assert [one.received for one in village_category_rates(actor, Period())] == [1]
        assert category_rates(actor, Period())[-1].received == 1
    assert about.ref not in client.get("/opinions").text
    assert about.ref not in client.get(f"/opinions?text={about.ref}").text.replace(f'value="{about.ref}"', "")


def test_the_office_complained_about_loses_sight_and_others_keep_it(db, as_user):
    people = the_office()
    opinion = make_accepted(about_unit=OFFICE_2)
    assert as_user(people["clerk"]).get(f"/opinions/{opinion.ref}").status_code == 200
    for who in ("accused", "subordinate"):
        assert as_user(people[who]).get(f"/opinions/{opinion.ref}").status_code == 404


def test_the_twin_worlds_of_a_subordinate_do_not_differ_by_an_ordinary_matter_either(db, as_user):
    people = the_office()
    make_routed()
    client = as_user(people["subordinate"])
    before = {path: seen(client, path) for path in PAGES}
    name_subjects(make_opinion(), OpinionSubject(user_id=people["accused"].id))
    assert {path: seen(client, path) for path in PAGES} == before


def test_a_person_with_two_posts_stays_barred_in_both(db, as_user):
    accused = make_user(Role.UNIT_HEAD, name="赵建国")
    add_people(
        SYSTEM, [Person(accused.login, "赵建国", OFFICE_2, ((Role.CLERK, OFFICE_2[:9] + "901"),))],
        must_change_password=False,
    )
    opinion = make_routed()
    name_subjects(opinion, OpinionSubject(user_id=accused.id))
    db.session.refresh(accused)
    for role in (Role.UNIT_HEAD, Role.CLERK):
        assert as_user(accused, role).get(f"/opinions/{opinion.ref}").status_code == 404, role


def test_no_file_holds_an_accusation(db):
    make_opinion()
    sent = submit(is_about_cadre=True, text="修路的钱不对")
    for role in (Role.CLERK, Role.HEAD, Role.COUNTY):
        actor = actor_of(make_user(role).id)
        lines = [
            str([column.getter(row) for column in flat_columns(LEDGER)])
            for row in ledger_rows(actor, Period())
        ]
        assert len(lines) == 1 and "修路" not in lines[0] and sent.ref not in lines[0]
        assert closing_rates(actor, Period())[-1].received == 1
        assert category_rates(actor, Period())[-1].received == 1


def test_a_declared_relative_is_barred_like_the_subject_in_lists_pages_and_choices(db, as_user):
    people = the_office()
    clerk, cadre = make_user(Role.CLERK), make_user(Role.HANDLER)
    opinion = make_routed(text="农业办把我的材料弄丢了")
    for one in (clerk, cadre):
        sealed.declare_relatives(
            make_actor(Role.DISCIPLINE), user_id=one.id, relative_id=people["accused"].id, relation="夫妻"
        )
    assert as_user(clerk).get(f"/opinions/{opinion.ref}").status_code == 200  # before anybody is named
    name_subjects(opinion, OpinionSubject(user_id=people["accused"].id))
    real, unknown = (seen(as_user(clerk), f"/opinions/{ref}") for ref in (opinion.ref, "石门-诉-00000"))
    assert real == unknown and real[0] == 404
    assert opinion.ref not in as_user(clerk).get("/opinions").text
    assert str(cadre.id) not in dict(queries.handler_choices(opinion, OFFICE_2))
    sealed.declare_relatives(
        make_actor(Role.DISCIPLINE), user_id=clerk.id, relative_id=people["accused"].id, relation=""
    )
    assert as_user(clerk).get(f"/opinions/{opinion.ref}").status_code == 200


def test_an_inspector_does_not_see_an_accusation_against_a_relative(db):
    inspector, accused = make_user(Role.DISCIPLINE), make_user(Role.HANDLER, name="赵建国")
    record = make_sealed(whom="赵建国")
    assert sealed_queries.find(actor_of(inspector.id), record.ref) is not None
    sealed.declare_relatives(
        make_actor(Role.DISCIPLINE), user_id=inspector.id, relative_id=accused.id, relation="父母子女"
    )
    assert sealed_queries.find(actor_of(inspector.id), record.ref) is None


def test_a_subject_who_later_joins_discipline_stays_barred(db, as_user):
    accused = make_user(Role.HANDLER, name="赵建国")
    record, other = make_sealed(whom="赵建国"), make_sealed()
    add_people(
        SYSTEM, [Person(accused.login, "赵建国", TOWN, ((Role.DISCIPLINE, TOWN),))],
        must_change_password=False,
    )
    db.session.refresh(accused)
    client = as_user(accused, Role.DISCIPLINE)
    assert other.ref in client.get("/sealed").text and record.ref not in client.get("/sealed").text
    assert client.get(f"/sealed/{record.ref}").status_code == 404
