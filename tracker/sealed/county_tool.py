"""县里的私钥: makes the county's pair of keys and opens the file it took; for the county's own machine.

    python -m tracker.sealed.county_tool make KEYFILE
    python -m tracker.sealed.county_tool open KEYFILE BOXES
"""

import base64
import getpass
import json
import os
import sys
from pathlib import Path

from tracker.sealed.rules import Content
from tracker.store import boxes


def make(path: Path, passphrase: str) -> str:
    """A new pair: the private half locked into the file, the public half as a line for the town."""
    public, private = boxes.new_pair()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(boxes.lock(private, passphrase)))
    return f"公钥：{boxes.shown(public)}\n指纹：{boxes.fingerprint(public)}"


def opened(path: Path, passphrase: str, taken: Path) -> list[Content]:
    """What lies in the boxes of the file. CannotOpen: wrong passphrase, or not our boxes."""
    private = boxes.unlock(base64.b64decode(path.read_bytes()), passphrase)
    if private is None:
        raise boxes.CannotOpen("passphrase")
    lines = json.loads(taken.read_text())["boxes"]
    return [Content.unpacked(boxes.open_box(base64.b64decode(line), [private])) for line in lines]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(arguments: list[str]) -> int:
    """0: done; 2: not one of the two commands; 3: the boxes stay closed."""
    try:
        if len(arguments) == 2 and arguments[0] == "make":
            _say(make(Path(arguments[1]), getpass.getpass("定一个口令：")))
        elif len(arguments) == 3 and arguments[0] == "open":
            for content in opened(Path(arguments[1]), getpass.getpass("口令："), Path(arguments[2])):
                said = (content.text, content.whom, content.place, content.name, content.phone, "————")
                _say("\n".join(one for one in said if one))
        else:
            _say(str(__doc__))
            return 2
    except boxes.CannotOpen:
        _say("打不开：口令不对，或者不是锁给这把密钥的")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
