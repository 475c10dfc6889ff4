"""Keys of the boxes (密钥) and what lies in them, made by the real services, with locks that cost nothing."""

from typing import Any

from factories import make_actor, make_town

from tracker.domain.roles import Actor, Role
from tracker.sealed import service
from tracker.sealed.models import BoxKey
from tracker.sealed.rules import Holder
from tracker.store import boxes

PASSPHRASE = "fine-cloud-river-seven"
OTHER = "stone-lamp-quiet-harbour"
boxes.cheap_locks()


def make_key(inspector: Actor | None = None, passphrase: str = PASSPHRASE, **facts: Any) -> BoxKey:
    """The discipline office's key."""
    return service.make_key(
        inspector or make_actor(Role.DISCIPLINE), passphrase=passphrase, again=passphrase, **facts
    )


def keys_of(inspector: Actor, passphrase: str = PASSPHRASE) -> tuple[bytes, ...]:
    """What somebody holds who has given the passphrase."""
    return service.with_older(inspector.town_code, service.unlock(inspector, passphrase))


def put_key(holder: Holder) -> bytes:
    """A public key of the county's; the private half is in the answer."""
    make_town()
    public, private = boxes.new_pair()
    service.put_key(make_actor(Role.SECADMIN), holder=holder, line=boxes.shown(public))
    return private


def waiting_for_county() -> None:
    """One box that the county has not taken yet."""
    put_key(Holder.COUNTY)
    service.pass_to_county(make_actor(Role.CLERK), service.Accusation(text="书记收了钱"))
