"""create_app: config → db → guard → blueprints → error pages, in that order."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_babel import Babel

from tracker import config
from tracker.assessments import views as assessment_views
from tracker.blanks import service as blanks
from tracker.blanks import views as blank_views
from tracker.domain.roles import Actor, Role
from tracker.exports import service as exports
from tracker.exports import views as export_views
from tracker.field import views as field_views
from tracker.hall import public as hall_public
from tracker.hall import views as hall_views
from tracker.imports import service as imports
from tracker.imports import views as import_views
from tracker.jobs import service as jobs
from tracker.jobs import views as job_views
from tracker.line import public as line_public
from tracker.line import views as line_views
from tracker.line.public import bookings as booking_public
from tracker.line.views import bookings as booking_views
from tracker.notices import public as notice_public
from tracker.notices import queries as notices
from tracker.notices import views as notice_views
from tracker.opinions import public as opinion_public
from tracker.opinions import views as opinion_views
from tracker.outreach import views as outreach_views
from tracker.overview import public as overview_public
from tracker.overview import service as overview
from tracker.overview import views as overview_views
from tracker.people import queries as people_queries
from tracker.people import views as people_views
from tracker.research import views as research_views
from tracker.sealed import views as sealed_views
from tracker.store import files
from tracker.store.db import db, prepare_engine
from tracker.store.queue import Queue, use_queue
from tracker.store.secrets import KeyRing, use_ring
from tracker.township import queries as town_queries
from tracker.township import views as township_views
from tracker.visits import views as visit_views
from tracker.web import errors, guard, headers, jinja, uploads
from tracker.web.pages import IdConverter
from tracker.workbench import views as workbench_views

DESK: tuple[Blueprint, ...] = (
    people_views.bp,
    township_views.bp,
    overview_views.bp,
    export_views.bp,
    import_views.bp,
    blank_views.bp,
    job_views.bp,
    workbench_views.bp,
    opinion_views.bp,
    notice_views.bp,
    sealed_views.bp,
    sealed_views.desk,
    visit_views.bp,
    field_views.bp,
    research_views.bp,
    hall_views.bp,
    line_views.bp,
    booking_views.bp,
    outreach_views.bp,
    assessment_views.bp,
)
PUBLIC: tuple[Blueprint, ...] = (overview_public.bp, opinion_public.bp, notice_public.bp, hall_public.bp,
    line_public.bp, booking_public.bp,
)
TOWN_CODE_OF_NOBODY = "000000000"
"""Public pages of a database without a town belong to no unit; nothing lies below this code."""
LETTER_SIZES = ("biaozhun", "da", "teda")
YEAR_SECONDS = 365 * 24 * 3600


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The application with its database at hand. `overrides` are settings a test decides."""
    root = config.ROOT
    app = Flask(
        "tracker", template_folder=str(root / "templates"), static_folder=str(root / "tracker" / "static")
    )
    app.config.from_mapping(config.load(overrides))
    opinion_public.use_similar(notices.public_like)
    exports.use_maker(blanks.PREFIX, blanks.MAKER)
    jobs.use_kinds([exports.EXPORT, *imports.KINDS, blanks.FILL, overview.BACKUP])
    settle_in(app)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Babel(app)
    app.url_map.converters["int"] = IdConverter
    uploads.init_app(app)
    guard.init_app(app, people_queries.signed_in, public_actor)
    _every_request(app)
    app.register_blueprint(overview_public.probe)
    for served, blueprints in (("desk", DESK), ("public", PUBLIC)):
        if app.config["SIDE"] in ("both", served):
            for blueprint in blueprints:
                app.register_blueprint(blueprint)
    errors.init_app(app)
    headers.init_app(app)
    jinja.init_app(app)
    return app


def settle_in(app: Flask) -> None:
    """Tell the store where it lives: keys, files and queue of this instance. The last one made wins."""
    instance = Path(app.config["INSTANCE"])
    use_ring(KeyRing.open(instance / "keys.json"))
    files.use_folder(instance)

    def run(job_id: int) -> None:
        with app.app_context():
            jobs.run(job_id)

    at_once = bool(app.config.get("JOBS_AT_ONCE", app.config["TESTING"]))
    use_queue(Queue(app.config["DATABASE_URL"], instance, run, at_once=at_once))


def public_actor() -> Actor:
    """Whoever comes without signing in: a resident of the town whose pages are shown."""
    town = town_queries.default_town(current_app.config["TOWN"])
    g.town_phone = town.phone if town else ""
    return Actor(
        user_id=None, role=Role.PUBLIC, unit_code=town.unit_code if town else TOWN_CODE_OF_NOBODY,
        name=town.name if town else "",
    )


def _every_request(app: Flask) -> None:
    @app.before_request
    def letter_size() -> None:
        """大字: ?zi=da, or a button of a half-filled form, is remembered in a cookie for who reads here."""
        wanted = request.values.get("zi", "")
        g.zi_chosen = wanted if wanted in LETTER_SIZES else ""
        g.zi = g.zi_chosen or request.cookies.get("zi", "")

    @app.after_request
    def keep_letter_size(response: Response) -> Response:
        if g.get("zi_chosen"):
            response.set_cookie("zi", g.zi_chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
        return response

