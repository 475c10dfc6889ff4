"""The catalogue for residents (办事指南): finding an item, its guide, what to bring, what changed."""

from tracker.catalogue import queries as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import (
    AUDIENCE_LABELS,
    GAP_LABELS,
    KIND_LABELS,
    SIX_FACTS,
    TOPIC_LABELS,
    TYPE_LABELS,
    Audience,
    GapRule,
    Topic,
)
from tracker.hall.public.frame import View, bp
from tracker.line.queries.bookings import kinds_offered
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render, text_arg

NEWS_SHOWN = 50


@bp.get("/services")
@public_page("service.read")
def services() -> View:
    """By everyday words or pinyin, by what happens in life, by who somebody is."""
    text, wanted, whose = text_arg("q"), text_arg("topic"), text_arg("for")
    topic = Topic(wanted) if wanted in set(Topic) else None
    audience = Audience(whose) if whose in set(Audience) else None
    found = catalogue.search(current_actor, text, topic, audience)
    return render(
        "hall/catalogue.html", items=found, text=text, topic=topic, audience=audience,
        alike=catalogue.alike(current_actor, text) if text and not found else [],
        topics=catalogue.topics_published(current_actor), labels=TOPIC_LABELS,
        audiences=catalogue.audiences_published(current_actor), audience_labels=AUDIENCE_LABELS,
        books=kinds_offered(),
    )


def _public_item(code: str) -> ServiceItem:
    return fetch_where(current_actor, "service.read", ServiceItem, catalogue.is_public(code))


@bp.get("/services/<code>")
@public_page("service.read")
def guide(code: str) -> View:
    item = _public_item(code)
    department = town.unit_of(item.department_code) if item.department_code else None
    return render(
        "hall/guide.html", item=item, labels=SIX_FACTS, types=TYPE_LABELS, topics=TOPIC_LABELS,
        kinds=KIND_LABELS, department=department, books=kinds_offered(), versions=catalogue.versions(item),
        gap="" if item.gap_rule is GapRule.NONE else GAP_LABELS[item.gap_rule],
    )


@bp.get("/services/<code>/checklist")
@public_page("service.read")
def checklist(code: str) -> View:
    """What to bring, with a box to tick before each (一次性告知的空表)."""
    item = _public_item(code)
    department = town.unit_of(item.department_code) if item.department_code else None
    return render("hall/checklist.html", item=item, department=department)


@bp.get("/services/changes")
@public_page("service.read")
def changes() -> View:
    """改了什么: fewer papers, fewer steps, fewer days, the latest first."""
    return render("hall/changes.html", news=catalogue.news(current_actor, NEWS_SHOWN))


@bp.get("/services/points")
@public_page("service.read")
def points() -> View:
    """代办点: who in the village takes papers to the hall, when and where."""
    return render("hall/points_public.html", rows=catalogue.points(current_actor.town_code))


@bp.get("/services/open")
@public_page()
def disclosure() -> View:
    """公开什么、不公开什么 (domain.md 6.6)."""
    return render("hall/disclosure.html")
