"""What the desk pages of residents' matters (民意) share: the blueprint and the kind of answer."""

from flask import Blueprint, Response

bp = Blueprint("opinions", __name__, url_prefix="/opinions")

Answer = Response | tuple[str, int]
