"""Export (导出): one file that was asked for, by whom, what for, who agreed, and its fingerprint."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.exports.rules import Status
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET


class Export(Owned, Base):
    """`source` names the report, or the form that was filled; `choice` holds period, scope and columns.

    `row_count`, `sha256` and `file` are known once the file is made. `caption` may name the person a form is
    about, `download_name` too: neither stands in the audit log.
    """

    number: Mapped[str] = mapped_column(sa.String(40), unique=True)
    source: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(120))
    choice: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    caption: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    purpose: Mapped[str] = mapped_column(sa.String(100), default="")
    is_unmasked: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    approver_id: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal: Mapped[str] = mapped_column(sa.String(200), default="")
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("job.id"))
    row_count: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    file: Mapped[str] = mapped_column(sa.String(60), default="")
    download_name: Mapped[str] = mapped_column(sa.String(200), default="", info=SECRET)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
