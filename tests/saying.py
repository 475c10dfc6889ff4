"""/say as somebody walks it without scripts: hidden fields carried on, one button after the other."""

from factories import VILLAGE
from factories_opinions import TEXT
from support import PageReader


def hidden_of(shown):
    """{name: value} of the hidden fields of the page's form."""
    form = next(one for one in PageReader(shown.text).forms if one["method"] == "post")
    return {name: value for name, value, kind in form["fields"] if kind == "hidden"}


def press(visitor, shown, go, **fields):
    """Press one of the buttons of the page that was just shown."""
    return visitor.post("/say", data={**hidden_of(shown), **fields, "go": go})


def walk_to_check(visitor, text=TEXT, **contact):
    """What, where, whom to call: up to the page that shows it all once more."""
    shown = press(visitor, visitor.get("/say"), "next", text=text)
    shown = press(visitor, shown, "next", village_code=VILLAGE, place="村口")
    said = {"contact": "open", "name": "周桂兰", "phone": "13812345678", **contact}
    return press(visitor, shown, "next", **said)


def send(visitor, text=TEXT):
    return press(visitor, walk_to_check(visitor, text), "next")
