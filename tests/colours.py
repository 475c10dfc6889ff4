"""Colours of the style sheets: read as tokens, compared by the formula of WCAG 2.1 (ux.md A2)."""

import re

TEXTS = [("text", "surface"), ("text", "page"), ("muted", "surface"), ("muted", "page"), ("link", "surface"),
         ("link", "page"), ("danger", "surface"), ("danger", "danger-soft"), ("success", "success-soft"),
         ("warning", "warning-soft"), ("link", "info-soft"), ("on-primary", "primary")]


def tokens(css, selector):
    block = re.search(re.escape(selector) + r"\s*\{(.*?)\}", css, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block[1]))


def light_of(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((light_of(one), light_of(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
