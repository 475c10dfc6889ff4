"""Texts that cells share (共享文本): written once, but a reader lays out a copy for every cell that names it.

A few kilobytes can so become gigabytes. What the cells of a workbook come to is reckoned before it is read.
"""

import re
from array import array
from collections.abc import Iterable
from itertools import pairwise

TEXT = re.compile(rb"<(?:[^<>\s/:]*:)?si(?=[\s/>])")
TAG = re.compile(rb"<[^<>]*>")
POINTER = re.compile(rb"""t\s*=\s*["']s["']""")
POINTED = re.compile(rb"""t\s*=\s*["']s["'][^<>]*>\s*<(?:[^<>\s/]*:)?v[^<>]*>\s*\+?(\d{1,9})\s*<""")
TAGS_OF_A_CELL = 4  # <c><v></v></c>


class Texts:
    """The shared texts of a workbook, gathered while its parts are gone through window by window."""

    def __init__(self) -> None:
        self._sizes = array("Q")
        self._tags = 0
        self._is_odd = False  # which text a number stands for cannot be told: each counts as the longest

    def read_part(self, windows: Iterable[bytes]) -> Iterable[bytes]:
        """Hand the windows of one part on, and note the texts in it."""
        starts, size = array("Q"), 0
        for window in windows:
            found = [size + one.start() for one in TEXT.finditer(window)] if b"si" in window else []
            if found or starts:
                self._judge(window)
            starts.extend(found)
            size += len(window)
            self._tags += window.count(b"<")
            yield window
        if starts:
            self._is_odd = self._is_odd or bool(self._sizes)
            self._sizes.extend(end - start for start, end in pairwise((*starts, size)))

    def _judge(self, window: bytes) -> None:
        """Texts are counted by their tags; in a comment, say, the reader sees none."""
        is_plain = len(TAG.findall(window)) == window.count(b"<") and b"<!" not in window
        self._is_odd = self._is_odd or not is_plain or window.count(b"<?") > window.count(b"<?xml ")

    @property
    def longest(self) -> int:
        return max(self._sizes, default=0)

    def at_most(self) -> int:
        """Bytes that all cells could come to, by their number alone."""
        return self._tags // TAGS_OF_A_CELL * self.longest

    def laid_out(self, windows: Iterable[bytes]) -> int:
        """Bytes that the cells of one part come to; one that cannot be followed counts as the longest."""
        total = followed = pointers = 0
        for window in windows:
            pointers += len(POINTER.findall(window))
            numbers = [] if self._is_odd else [int(one) for one in POINTED.findall(window)]
            known = [self._sizes[number] for number in numbers if number < len(self._sizes)]
            total, followed = total + sum(known), followed + len(known)
        return total + (pointers - followed) * self.longest
