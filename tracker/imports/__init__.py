"""Sheets that come in (导入): handed in, matched, checked, taken in one act, undone within a day."""
