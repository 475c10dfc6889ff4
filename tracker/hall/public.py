"""Residents' pages of this feature."""

from flask import Blueprint

bp = Blueprint("hall_public", __name__)
