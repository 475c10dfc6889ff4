"""The ticket of the form that was sent: its key, the digest of what it says, the version its sender saw."""

import hashlib

from flask import request

from tracker.domain.roles import Ticket

NOT_TEXT = ("token", "version", "form_key", "work", "work_stamp")


def ticket_sent() -> Ticket | None:
    """None on GET, and for a form without a key."""
    key = request.form.get("form_key", "") if request.method == "POST" else ""
    if not key:
        return None
    seen = request.form.get("version", "")
    return Ticket(
        key=hashlib.sha256(key.encode()).hexdigest(),
        body_digest=_body_digest(),
        seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )


def _body_digest() -> str:
    digest = hashlib.sha256(request.path.encode())
    for name, value in sorted(request.form.items(multi=True)):
        if name not in NOT_TEXT and "password" not in name:  # a fast hash of one would lie on the disk
            digest.update(f"{name}\0{value}\0".encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        digest.update(f"{name}\0{file.filename}\0".encode("utf-8", "surrogatepass"))
        digest.update(hashlib.sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return digest.hexdigest()
