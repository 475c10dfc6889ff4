"""The blueprint of official forms, and where its records are shown."""

import io
from typing import Any

from flask import Blueprint, Response, redirect, send_file, url_for

from tracker.blanks import queries

bp = Blueprint("blanks", __name__)

View = Response | tuple[str, int]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def to(endpoint: str, **values: Any) -> Response:
    """On to the next page after a deed."""
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[return-value]  # werkzeug's is Flask's


def workbook(data: bytes, name: str) -> Response:
    return send_file(io.BytesIO(data), download_name=name, as_attachment=True, mimetype=XLSX)


def version_page(version_id: int) -> str:
    return url_for("blanks.detail", key=queries.blank_id_of(version_id))
