"""代办 whole: heard offline at a visit, through window and county, to one rating that two people read."""

import json
import re

import factories_field as field
import sqlalchemy as sa
from factories import HALL, make_user
from factories_hall import make_item
from factories_visits import PHONE, make_household, make_link
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.hall.models import Task, TaskRating
from tracker.hall.rules import Channel, Level, RatingChannel, Status
from tracker.people.queries import actor_of
from tracker.visits.models import Visit

SAID = "腿脚不便，津贴一直没去办"


def test_one_rating_of_an_errand_from_a_visit_stands_in_the_hall_s_report_and_in_the_cadre_s_evidence(
    app, as_user, db
):
    cadre, clerk, head = make_user(Role.CADRE), make_user(Role.WINDOW, unit=HALL), make_user(Role.WINDOW_HEAD)
    item, home = make_item(county_stops=True), make_household(name="周桂兰", phone=PHONE)
    make_link(actor_of(cadre.id), home)
    in_village, window = as_user(cadre), as_user(clerk)

    # no signal: the phone kept it and sends it when it is back
    kept = field.item(place=f"h{home.id}", matters=[field.matter(SAID, turn="task", item=item.code)])
    token = in_village.get("/sync/hello").json["token"]
    for _twice in range(2):
        answer = in_village.post("/sync/visits", data=json.dumps(kept), content_type="application/json",
                                 headers={"X-Token": token})
        assert answer.status_code in (200, 201)
    task = db.session.scalars(sa.select(Task)).one()
    base = f"/tasks/{task.ref}"
    assert (task.status, task.channel, task.agency.agent_id) == (Status.RECEIVED, Channel.AGENT, cadre.id)

    # the cadre gives the receipt, puts the mandate on paper and takes an original along
    visit = db.session.scalars(sa.select(Visit)).one()
    page = in_village.get(f"/visits/{visit.ref}")
    assert "给本人查询码" in text_of(page) and "/code" in page.text
    voucher = text_of(in_village.get(in_village.submit(f"{base}/code").location))
    code = "".join(re.search(r"(?:\d{4} ){4}\d{4}", voucher).group().split())
    assert "给本人查询码" not in text_of(in_village.get(f"/visits/{visit.ref}"))
    today = clock.today().isoformat()
    signed = {"kind": "signed", "mandate_on": today, "agent_id": str(cadre.id)}
    assert in_village.submit(f"{base}/mandate", **signed).status_code == 303
    assert in_village.submit(f"{base}/take_original", names=["户口簿"], copies="1").status_code == 303
    assert SAID in text_of(in_village.get(base))

    # the window accepts; the county has it, with a day of its own; the window ends it
    assert SAID in text_of(window.get(base))
    assert window.submit(f"{base}/accept", handed_in=["身份证", "户口簿"]).status_code == 303
    step = {"department": "县民政局", "what": "审核", "sent_on": today, "promised_workdays": "3"}
    assert in_village.submit(f"{base}/report_up", **step).status_code == 303
    assert (task.status, task.is_stopped) == (Status.REPORTED, True)
    back = {"step_id": str(task.steps[0].id), "back_on": today, "result": "审核通过"}
    assert in_village.submit(f"{base}/bring_back", **back).status_code == 303
    assert window.submit(f"{base}/finish", outcome="granted").status_code == 303

    # the result and the original go back to her
    given = {"returned_to": "本人", "original_ids": [str(task.agency.originals[0].id)]}
    assert in_village.submit(f"{base}/hand_back", **given).status_code == 303
    assert task.status is Status.DELIVERED

    # she rates once, by the receipt the cadre gave her
    resident = app.test_client()
    assert resident.submit("/task", code=code).status_code == 303
    progress = text_of(resident.get("/task"))
    assert "县民政局：审核" in progress and "本人签收" in progress and "户口簿（还了）" in progress
    assert resident.submit("/task/rate", page="/task", form=0, level="very_good").status_code == 303
    rating = db.session.scalars(sa.select(TaskRating)).one()
    assert (rating.task_id, rating.level, rating.channel) == (task.id, Level.VERY_GOOD, RatingChannel.ONLINE)
    assert (rating.agent_id, rating.handler_id) == (cadre.id, clerk.id)

    # the hall's report and the cadre's evidence: the same one, each with its case
    report = as_user(head).get("/reports/rating-ledger")
    assert task.ref in text_of(report) and cadre.name in text_of(report)
    assert f'">{task.ref}</a>' in as_user(head).get("/tasks/ratings").text
    evidence = in_village.get("/tasks/evidence")
    assert f'">{task.ref}</a>' in evidence.text
    assert "办结 1 件，其中代办 1 件；1 件群众评价过" in text_of(evidence)
    assert in_village.get(base).status_code == 200
    assert "非常满意" not in text_of(evidence) + text_of(report)
