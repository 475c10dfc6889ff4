"""海报和卡片: what hangs in a village hall and lies on its table: a QR of /v/<code>, telephones, hours."""

import re
from dataclasses import dataclass

import segno
from flask import current_app, flash, request
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.domain import clock
from tracker.opinions.views.frame import Answer, bp, set_address
from tracker.township import queries as town
from tracker.township.models import Unit
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg, to

ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~\-/]*)?")
OWN_MACHINE = re.compile(r"https?://(?:localhost|127\.|\[?::1)")
CARDS, POSTER = "cards", "poster"
A_SHEET = 10
"""Cards of 9 × 5.4 cm on one sheet of A4."""


@dataclass(frozen=True)
class Sheet:
    """What is printed for one village."""

    village: str
    qr: Markup
    address: str
    phone: str
    hours: str
    place: str


@bp.get("/posters")
@page("poster.print")
def posters() -> Answer:
    """Which village, which size, and the address that phones can reach."""
    address = set_address() or request.host_url.rstrip("/")
    return render(
        "opinions/posters.html", villages=town.village_choices(current_actor.town_code), address=address,
        is_own_machine=bool(OWN_MACHINE.match(address)), is_set=bool(set_address()),
    )


@bp.get("/posters/print")
@page("poster.print")
def print_posters() -> Answer:
    address = printed_address()
    if not address:
        flash(_("网址应写成 https://www.example.cn 这样"), "warning")
        return to(".posters")
    wanted = text_arg("village")
    villages = [one for one in town.villages(current_actor.town_code) if wanted in ("", one.unit_code)]
    home = town.unit_of(current_actor.town_code)
    sheets = [_sheet(one, home, address) for one in villages]
    kind = CARDS if text_arg("kind") == CARDS else POSTER
    return render(
        f"print/{kind}.html", sheets=sheets, a_sheet=A_SHEET, printed_on=clock.today(),
        unset_address="" if set_address() else address,
    )


def printed_address() -> str:
    """The address that goes on paper: the setting's, the link's, this host's; empty when it is none."""
    address = set_address() or text_arg("address", 200).rstrip("/") or request.host_url.rstrip("/")
    return address if ADDRESS.fullmatch(address) else ""


def qr_of(address: str, village_code: str) -> Markup:
    """The way to the page of this village, as a drawing in the page itself."""
    url = f"{address}/v/{village_code}"
    drawn = segno.make(url, error="q").svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704  # our own drawing


def _sheet(village: Unit, home: Unit | None, address: str) -> Sheet:
    """The village's own telephone and hours where it has some, else the town's."""
    return Sheet(
        village=village.name, qr=qr_of(address, village.unit_code), address=address.partition("://")[2],
        phone=village.phone or current_app.config["PHONE"] or (home.phone if home else ""),
        hours=village.office_hours or (home.office_hours if home else ""),
        place=village.address or (home.address if home else ""),
    )
