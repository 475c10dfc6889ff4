"""Deeds on pictures (照片): rebuilt, kept, moved, blacked out; the original opened by two persons."""

from tracker.pictures.service.blacking import blacken, gridded
from tracker.pictures.service.keeping import drop, keep, move
from tracker.pictures.service.looks import ask_original, decide_original, open_original
from tracker.pictures.service.rebuilding import Rebuilt, rebuild, rebuild_all

__all__ = [
    "Rebuilt",
    "ask_original",
    "blacken",
    "decide_original",
    "drop",
    "gridded",
    "keep",
    "move",
    "open_original",
    "rebuild",
    "rebuild_all",
]
