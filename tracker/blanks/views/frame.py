"""The blueprint of official forms, and where its records are shown."""

from flask import Blueprint, Response, url_for

from tracker.blanks import queries

bp = Blueprint("blanks", __name__)

View = Response | tuple[str, int]


def version_page(version_id: int) -> str:
    return url_for("blanks.detail", key=queries.blank_id_of(version_id))
