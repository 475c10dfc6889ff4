"""What the desk pages of residents' matters (民意) share: the blueprint and the kind of answer."""

from flask import Blueprint, Response, current_app

bp = Blueprint("opinions", __name__, url_prefix="/opinions")

Answer = Response | tuple[str, int]


def set_address() -> str:
    """Where residents reach this house, by the setting: no link can put another on paper. Empty: unset."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")
