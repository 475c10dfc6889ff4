"""Deeds on the catalogue (事项目录): add, edit, publish, take down, a row of the sheet, 代办点."""

from tracker.catalogue.service.items import add_item, edit_item, publish, take_down
from tracker.catalogue.service.points import add_point, edit_point
from tracker.catalogue.service.sheet import put_item

__all__ = ["add_item", "add_point", "edit_item", "edit_point", "publish", "put_item", "take_down"]
