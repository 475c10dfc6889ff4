"""The blueprint of field work (没有信号)."""

from flask import Blueprint, Response

bp = Blueprint("field", __name__)

View = Response | tuple[str, int]
