"""Desk pages of this feature."""

from flask import Blueprint

bp = Blueprint("sealed", __name__)
