"""Desk pages of this feature."""

from flask import Blueprint

bp = Blueprint("hall", __name__)
