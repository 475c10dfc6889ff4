"""Pages of the keys (密钥): made, locked anew, printed for the envelope, tried, brought back, put in."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.sealed import queries, rules, service
from tracker.sealed.forms import DrillForm, MakeKeyForm, PassphraseForm, PutKeyForm, RecoverForm
from tracker.sealed.rules import Holder
from tracker.sealed.views.frame import Answer, bp
from tracker.sealed.views.opening import keys_now, lock_again
from tracker.store.boxes import fingerprint
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import day
from tracker.web.pages import render


@bp.get("/keys")
@page("box_key.list")
def keys() -> Answer:
    rows = [(key, fingerprint(key.public_key)) for key in queries.keys_in_use(current_actor)]
    return render(
        "sealed/keys.html", rows=rows, holders=rules.HOLDER_LABELS, is_open=bool(keys_now()),
        has_key=any(key.holder is Holder.DISCIPLINE for key, _mark in rows),
        can_make=current_actor.role.value == "discipline",
    )


@bp.route("/keys/new", methods=["GET", "POST"])
@page("box_key.make")
def make_key() -> Answer:
    """The first key, or a new one; what older ones lock stays readable when they are open now."""
    form = MakeKeyForm()
    has_key = queries.current_key(current_actor.town_code, Holder.DISCIPLINE) is not None

    def deed() -> str:
        service.make_key(
            current_actor, passphrase=form.password.data, again=form.password_again.data, keys=keys_now()
        )
        lock_again()
        return str(_("密钥建好了。请马上打开密封件，打印恢复纸，封进信封"))

    return _answered(form, deed) or render(
        "sealed/make_key.html", form=form, has_key=has_key, is_open=bool(keys_now())
    )


@bp.route("/keys/passphrase", methods=["GET", "POST"])
@page("box_key.lock")
def change_passphrase() -> Answer:
    form = PassphraseForm()

    def deed() -> str:
        service.change_passphrase(
            current_actor, old=form.password_old.data, passphrase=form.password.data,
            again=form.password_again.data,
        )
        return str(_("口令改好了，信封里的恢复纸照样能用"))

    return _answered(form, deed) or render("sealed/passphrase.html", form=form)


@bp.get("/keys/sheet")
@page("box_key.print")
def sheet() -> Answer:
    """恢复纸: only while the boxes stand open, and only on paper."""
    opened = keys_now()
    if not opened:
        return redirect(url_for("sealed.unlock", next=url_for("sealed.sheet")), 303)  # type: ignore[return-value]
    key = queries.current_key(current_actor.town_code, Holder.DISCIPLINE)
    lines = service.written(current_actor, opened[0]).split(" ")
    return render(
        "sealed/sheet.html", groups=lines, mark=fingerprint(key.public_key) if key else "",
        back_url=url_for("sealed.keys"),
    )


@bp.route("/keys/drill", methods=["GET", "POST"])
@page("box_key.drill")
def drill() -> Answer:
    form = DrillForm()

    def deed() -> str:
        key = service.drill(current_actor, form.password_written.data)
        return str(_("能用。这是 %(day)s建的密钥", day=day(key.made_on)))

    return _answered(form, deed) or render("sealed/drill.html", form=form)


@bp.route("/keys/recover", methods=["GET", "POST"])
@page("box_key.recover")
def recover() -> Answer:
    form = RecoverForm()

    def deed() -> str:
        service.recover(
            current_actor, sheet=form.password_written.data, passphrase=form.password.data,
            again=form.password_again.data,
        )
        return str(_("恢复好了，现在可以打开"))

    return _answered(form, deed) or render("sealed/recover.html", form=form)


@bp.route("/keys/put", methods=["GET", "POST"])
@page("box_key.put")
def put_key() -> Answer:
    form = PutKeyForm()

    def deed() -> str:
        key = service.put_key(current_actor, holder=Holder(form.holder.data), line=form.line.data)
        mark = fingerprint(key.public_key)
        return str(_("放好了，指纹 %(mark)s。请打电话和县里核对", mark=mark))

    return _answered(form, deed) or render("sealed/put_key.html", form=form)


def _answered(form: HouseForm, deed: Callable[[], Any]) -> Answer | None:
    """Back to the keys after the deed; None: the form is still to be filled in."""
    if not form.sent_well():
        return None
    try:
        said = deed()
    except RuleBroken as broken:
        form.show(broken)
        return None
    flash(said, "success")
    return redirect(url_for("sealed.keys"), 303)  # type: ignore[return-value]
