"""Desk pages about people (人员): sign-in and out, password, switching posts, accounts, leave."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import ADMINISTRATORS, LABELS
from tracker.people import queries, service
from tracker.people.forms import BackForm, LeaveForm, PasswordForm, SignInForm
from tracker.people.models import Leave, User
from tracker.people.rules import LEAVE_LABELS, TRACK_LABELS
from tracker.store import sessions as kept
from tracker.store.access import fetch
from tracker.township.queries import names_of as unit_names
from tracker.web import sessions
from tracker.web.forms import PressForm
from tracker.web.guard import OPEN, current_actor, page, stranger
from tracker.web.pages import record_page, render, text_arg, to

bp = Blueprint("people", __name__)
record_page("user_account", lambda _user_id: url_for("people.index"))
record_page("staff_leave", lambda _leave_id: url_for("people.leaves"))


@bp.route("/login", methods=["GET", "POST"])
@page(OPEN)
def login() -> Response | tuple[str, int]:
    form = SignInForm()
    if form.sent_well():
        try:
            user = service.sign_in(
                stranger(), form.login.data, form.password.data, sessions.known_device(current_app, request)
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _signed_in(user)
    return render("people/login.html", form=form)


def _signed_in(user: User) -> Response:
    """A new session, whatever there was before; then to where the person wanted to go."""
    target = url_for("people.password") if user.must_change_password else _next_page()
    response: Response = redirect(target, 303)  # type: ignore[assignment]  # werkzeug's is Flask's here
    idle = current_app.config["IDLE_MINUTES"]
    roles = set(queries.roles_of(user.id))
    token = kept.start("desk", user.id, {}, idle // 2 if roles & ADMINISTRATORS else idle)
    sessions.keep_token(current_app, response, "desk", token)
    sessions.keep_device(current_app, response)
    return response


def _next_page() -> str:
    """Only a path of this very site; everything else leads to the day's page."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not parts.netloc and not parts.scheme
    is_plain = not wanted.startswith(("//", "/\\")) and wanted.isprintable() and "\\" not in wanted
    return wanted if is_ours and is_plain else url_for("overview.me")


@bp.post("/logout")
@page("me.view")
def logout() -> Response:
    form = PressForm()
    response: Response = redirect(url_for("people.login"), 303)  # type: ignore[assignment]
    if form.sent_well():
        kept.end(g.session_token)
        sessions.drop_token(current_app, response, "desk")
    return response


@bp.route("/me/password", methods=["GET", "POST"])
@page("account.password")
def password() -> Response | tuple[str, int]:
    form = PasswordForm()
    if form.sent_well():
        try:
            service.change_password(current_actor, old=form.old.data, new=form.password.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("密码改好了，请用新密码登录"))
            return redirect(url_for("people.login"), 303)  # type: ignore[return-value]
    return render("people/password.html", form=form)


@bp.post("/me/post")
@page("me.view")
def switch_post() -> Response:
    """Act in another of one's posts; the choice lives in the session."""
    form = PressForm()
    wanted = request.form.get("post_id", "")
    mine = {str(held.post_id): held.post_id for held in g.posts}
    if form.sent_well() and wanted in mine:
        kept.change(g.session_token, {"post": mine[wanted]})
    return redirect(url_for("overview.me"), 303)  # type: ignore[return-value]


@bp.get("/admin/people")
@page("account.list")
def index() -> tuple[str, int]:
    text = text_arg("q")
    accounts = queries.accounts(current_actor, text)
    return render(
        "people/index.html", accounts=accounts, text=text, roles=LABELS, tracks=TRACK_LABELS,
        unit_names=unit_names({user.unit_code for user in accounts}),
    )


@bp.route("/admin/people/<int:user_id>/disable", methods=["GET", "POST"])
@page("account.disable", fresh=True)
def disable(user_id: int) -> Response | tuple[str, int]:
    user = fetch(current_actor, "account.disable", User, user_id)
    form = PressForm(record=user)
    if form.sent_well():
        try:
            service.disable(current_actor, user)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("%(name)s 的账号停用了，已从所有设备退出", name=user.name))
            return redirect(url_for("people.index"), 303)  # type: ignore[return-value]
    return render("people/disable.html", form=form, user=user)


@bp.route("/admin/people/<int:user_id>/reset", methods=["GET", "POST"])
@page("account.reset", fresh=True)
def reset(user_id: int) -> Response | tuple[str, int]:
    """The new password stands on the answer itself, once: it is kept nowhere."""
    user = fetch(current_actor, "account.reset", User, user_id)
    form = PressForm(record=user)
    fresh = service.reset_password(current_actor, user) if form.sent_well() else None
    return render("people/reset.html", form=form, user=user, fresh=fresh)


@bp.get("/admin/leaves")
@page("leave.list")
def leaves() -> tuple[str, int]:
    rows = queries.leaves(current_actor)
    return render(
        "people/leaves.html", rows=rows, kinds=LEAVE_LABELS, today=clock.today(),
        names=queries.names_of(row.assignee_id for row in rows),
    )


@bp.route("/admin/leaves/new", methods=["GET", "POST"])
@page("leave.add")
def leave_new() -> Response | tuple[str, int]:
    staff = {user.id: user for user in queries.staff_of(current_actor.town_code)}
    form = LeaveForm(since=clock.today())
    form.user_id.choices = [("", _("（还没选）")), *((str(one.id), one.name) for one in staff.values())]
    if form.sent_well():
        try:
            service.add_leave(
                current_actor, staff[form.user_id.data], since=form.since.data, until=form.until.data,
                kind=form.kind.data,
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("登记好了，这几天不算他该走访的日子"), "success")
            return to("people.leaves")
    return render("people/leave_new.html", form=form)


@bp.route("/admin/leaves/<int:leave_id>/back", methods=["GET", "POST"])
@page("leave.end")
def leave_back(leave_id: int) -> Response | tuple[str, int]:
    """回来上班了, or not gone at all."""
    leave = fetch(current_actor, "leave.end", Leave, leave_id)
    form = BackForm(record=leave, back_on=clock.today())
    if form.sent_well():
        try:
            service.end_leave(current_actor, leave, back_on=form.back_on.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了"), "success")
            return to("people.leaves")
    return render(
        "people/leave_back.html", form=form, leave=leave, names=queries.names_of([leave.assignee_id])
    )
