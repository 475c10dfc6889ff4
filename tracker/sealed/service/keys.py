"""Keys of the boxes (密钥): made, locked with a passphrase, written on paper, tried, brought back from it."""

from datetime import timedelta

from zxcvbn import zxcvbn

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.text import _
from tracker.sealed import queries, rules
from tracker.sealed.models import BoxKey
from tracker.sealed.rules import Holder
from tracker.sealed.service.boxing import Keys, content_of, put_in, write_note
from tracker.store import boxes, throttle
from tracker.store.action import Act, action
from tracker.store.action import note as leave_trace
from tracker.store.db import db

READ_BY_ZXCVBN = 72
STRONG_ENOUGH = 3
NO_KEY = _("还没有密钥，请先建一把")
NOT_A_SHEET = _("这不是一份完整的密钥，请照纸上的字再核对一遍")
FOREIGN = _("字都对，但不是本镇的密钥，请看看信封拿对了没有")


def make_key(actor: Actor, *, passphrase: str, again: str, keys: Keys = ()) -> BoxKey:
    """建密钥: a new pair for the discipline office; what waited under the key ring goes into boxes at once.

    Older keys go on with the new one when they are open (`keys`), else they stay with their own sheets.
    """
    _check(passphrase, again)
    public, private = boxes.new_pair()
    with action(actor.without_ticket, "box_key.make") as act:
        before = queries.current_key(actor.town_code, Holder.DISCIPLINE)
        _hand_on_open_keys(act, actor.town_code, keys, public)
        key = _replace(act, actor.town_code, Holder.DISCIPLINE, public, before)
        key.private_locked = boxes.lock(private, passphrase)
    reseal(actor.town_code)
    return key


def _replace(act: Act, town_code: str, holder: Holder, public: bytes, before: BoxKey | None) -> BoxKey:
    """Step: a new current key; the one before stays, for what lies in older boxes."""
    name = "box_key.make" if holder is Holder.DISCIPLINE else "box_key.put"
    if before is not None:
        act.on(name, before)
        before.is_current = False
        db.session.flush()
    key = BoxKey(
        unit_code=town_code, author_id=act.actor.user_id, holder=holder, public_key=public, made_on=act.today
    )
    act.on(name, key)
    return key


def _hand_on_open_keys(act: Act, town_code: str, keys: Keys, public: bytes) -> None:
    """Step: each open private key into a box for the new one."""
    private_of = {boxes.public_of(private): private for private in keys}
    for key in queries.own_keys(town_code):
        private = private_of.get(key.public_key)
        if private is not None:
            act.on("box_key.make", key)
            key.private_locked, key.is_handed_on = boxes.hand_on(private, public), True


def reseal(town_code: str) -> int:
    """What came before there was a key: into boxes, its copy under the key ring goes; answers how many."""
    with action(SYSTEM, "box_key.reseal") as act:
        waiting = queries.unboxed(town_code)
        for record in waiting:
            content = content_of(record)
            act.on("box_key.reseal", record)
            for note in record.notes:
                if note.box is None:
                    write_note(note, town_code, note.text)
            if content is not None:
                put_in(record, content)
    return len(waiting)


def unlock(actor: Actor, passphrase: str) -> bytes:
    """打开: the private key behind the passphrase, or RuleBroken on the field password.

    Five wrong ones, then a quarter of an hour of waiting; each try leaves a trace.
    """
    key = queries.current_key(actor.town_code, Holder.DISCIPLINE)
    if key is None or key.private_locked is None:
        raise RuleBroken(NO_KEY, field="password")
    budget = f"{actor.town_code}:{actor.user_id}"
    wait = throttle.wait_for("box_key", budget, rules.WRONG_PASSPHRASES)
    if wait is not None:
        n = int(wait.total_seconds() // 60) + 1
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), field="password", n=n)
    private = boxes.unlock(key.private_locked, passphrase)
    leave_trace(actor, "sealed.unlock", key, "denied" if private is None else "ok")
    if private is None:
        throttle.count_try("box_key", budget, timedelta(minutes=rules.WAIT_MINUTES))
        raise RuleBroken(_("口令不对"), field="password")
    throttle.forget("box_key", budget)
    return private


def with_older(town_code: str, private: bytes) -> Keys:
    """This private key and every older one that was handed on to it."""
    found, mine = [private], boxes.public_of(private)
    for key in queries.own_keys(town_code):
        if key.is_handed_on and key.private_locked is not None and key.public_key != mine:
            try:
                found.append(boxes.open_box(key.private_locked, [private]))
            except boxes.CannotOpen:
                continue  # handed on to another one, whose sheet nobody has brought yet
    return tuple(found)


def change_passphrase(actor: Actor, *, old: str, passphrase: str, again: str) -> None:
    """改口令: the same key under another passphrase; the sheet in the envelope stays good."""
    _check(passphrase, again)
    try:
        private = unlock(actor, old)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="password_old", **broken.params) from broken
    key = _key_of(actor, private)
    with action(actor.without_ticket, "box_key.lock", key):
        key.private_locked = boxes.lock(private, passphrase)


def _key_of(actor: Actor, private: bytes) -> BoxKey:
    """The key of this town's discipline office with this private half, or RuleBroken."""
    key = queries.key_with(actor.town_code, boxes.public_of(private))
    if key is None:
        raise RuleBroken(FOREIGN, field="password_written")
    return key


def written(actor: Actor, private: bytes) -> str:
    """The private key as it stands on the sheet for the envelope; that it was printed is kept."""
    key = queries.key_with(actor.town_code, boxes.public_of(private))
    if key is not None:
        with action(actor.without_ticket, "box_key.print", key) as act:
            key.printed_on = act.today
    return boxes.written(private)


def drill(actor: Actor, sheet: str) -> BoxKey:
    """试密钥: does the sheet in the envelope still open our boxes? The key it is, or RuleBroken."""
    private = _read(sheet)
    key = _key_of(actor, private)
    with action(actor.without_ticket, "box_key.drill", key) as act:
        key.drilled_on = act.today
    return key


def recover(actor: Actor, *, sheet: str, passphrase: str, again: str) -> BoxKey:
    """凭纸恢复: the passphrase is forgotten, the sheet is there. An older key goes on with the current."""
    _check(passphrase, again)
    private = _read(sheet)
    key = _key_of(actor, private)
    with action(actor.without_ticket, "box_key.recover", key):
        if key.is_current:
            key.private_locked = boxes.lock(private, passphrase)
        else:
            current = queries.current_key(actor.town_code, Holder.DISCIPLINE)
            key.private_locked = boxes.hand_on(private, current.public_key) if current else None
            key.is_handed_on = True
    return key


def put_key(actor: Actor, *, holder: Holder, line: str) -> BoxKey:
    """放公钥: the public half of a key that the county holds, by somebody who opens no box."""
    public = boxes.read_public(line)
    if public is None or holder is Holder.DISCIPLINE:
        raise RuleBroken(_("这不是一行完整的公钥，请从县里给的文件里整行复制"), field="line")
    before = queries.current_key(actor.town_code, holder)
    if before is not None and before.public_key == public:
        raise RuleBroken(_("现在用的就是这一把"), field="line")
    with action(actor, "box_key.put") as act:
        return _replace(act, actor.town_code, holder, public, before)


def _read(sheet: str) -> bytes:
    private = boxes.read_written(sheet)
    if private is None:
        raise RuleBroken(NOT_A_SHEET, field="password_written")
    return private


def _check(passphrase: str, again: str) -> None:
    rules.check_passphrase(passphrase, again)
    if zxcvbn(passphrase.strip()[:READ_BY_ZXCVBN])["score"] < STRONG_ENOUGH:
        raise RuleBroken(_("这个口令容易猜到，请换一句长一点、只有您知道的话"), field="password")
