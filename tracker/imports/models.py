"""ImportBatch (一次导入): a sheet that was handed in, what the check found, and what is needed to undo it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.imports.rules import Status
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class ImportBatch(Owned, Base):
    """`file` lies among the incoming files for a day; `mapping` is {column value: heading of the file}.

    `findings` (JSON: what the check saw, for the page) and `journal` (JSON: what was inserted, and what
    changed columns held before) quote the sheet, so both lie encrypted and go when the day is over.
    """

    __tablename__ = "import_batch"

    kind: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.String(60))
    file_name: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    file: Mapped[str] = mapped_column(sa.String(60), default="")
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("job.id"))
    new_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    skipped_count: Mapped[int] = mapped_column(default=0)
    wrong_count: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    findings: Mapped[str | None] = mapped_column(
        Encrypted("import_batch.findings"), info=SECRET, deferred=True
    )
    journal: Mapped[str | None] = mapped_column(Encrypted("import_batch.journal"), info=SECRET, deferred=True)
