"""Residents' pages of this feature."""

from flask import Blueprint

bp = Blueprint("opinions_public", __name__)
