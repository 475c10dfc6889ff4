"""Desk pages of this feature."""

from flask import Blueprint

bp = Blueprint("opinions", __name__)
