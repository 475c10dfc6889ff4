"""What the residents' pages share: the blueprint and the kind of answer."""

from flask import Blueprint, Response

bp = Blueprint("opinions_public", __name__)

Page = Response | tuple[str, int]
