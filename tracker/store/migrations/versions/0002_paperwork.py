"""Jobs, exports, imports and blanks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "blank",
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("shipped", sa.String(length=40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("current >= 1 OR shipped <> ''", name=op.f("ck_blank_has_version")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_blank_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank")),
    )
    with op.batch_alter_table("blank", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blank_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(
            "uq_blank_shipped",
            ["unit_code", "shipped"],
            unique=True,
            sqlite_where=sa.text("shipped <> ''"),
            postgresql_where=sa.text("shipped <> ''"),
        )

    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_job_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "blank_version",
        sa.Column("blank_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_blank_version_unit_code_long")),
        sa.ForeignKeyConstraint(["blank_id"], ["blank.id"], name=op.f("fk_blank_version_blank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_version")),
        sa.UniqueConstraint("blank_id", "number", name=op.f("uq_blank_version_blank_id_number")),
    )
    with op.batch_alter_table("blank_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blank_version_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_version_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_version_blank_id"), ["blank_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_version_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "export",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("is_unmasked", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting", "ordered", "made", "refused", "failed", name="status", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("download_name", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_export_unit_code_long")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_export_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("number", name=op.f("uq_export_number")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "uploaded",
                "checking",
                "checked",
                "importing",
                "imported",
                "undone",
                "dropped",
                "failed",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("skipped_count", sa.Integer(), nullable=False),
        sa.Column("wrong_count", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.Column("journal", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_import_batch_unit_code_long")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_import_batch_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "blank_draft",
        sa.Column("blank_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("shipped", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("is_mapped", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_blank_draft_unit_code_long")),
        sa.ForeignKeyConstraint(["blank_id"], ["blank.id"], name=op.f("fk_blank_draft_blank_id")),
        sa.ForeignKeyConstraint(["version_id"], ["blank_version.id"], name=op.f("fk_blank_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_draft")),
    )
    with op.batch_alter_table("blank_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blank_draft_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_draft_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_draft_unit_code"), ["unit_code"], unique=False)

    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_submitted", ["submitted_on", "id"], unique=False)

    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index("ix_problem_registered", ["registered_on", "id"], unique=False)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_received", ["received_on", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_received")

    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index("ix_problem_registered")

    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_submitted")

    with op.batch_alter_table("blank_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blank_draft_unit_code"))
        batch_op.drop_index(batch_op.f("ix_blank_draft_author_id"))
        batch_op.drop_index(batch_op.f("ix_blank_draft_assignee_id"))

    op.drop_table("blank_draft")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_unit_code"))
        batch_op.drop_index(batch_op.f("ix_import_batch_author_id"))
        batch_op.drop_index(batch_op.f("ix_import_batch_assignee_id"))

    op.drop_table("import_batch")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_unit_code"))
        batch_op.drop_index(batch_op.f("ix_export_author_id"))
        batch_op.drop_index(batch_op.f("ix_export_assignee_id"))

    op.drop_table("export")
    with op.batch_alter_table("blank_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blank_version_unit_code"))
        batch_op.drop_index(batch_op.f("ix_blank_version_blank_id"))
        batch_op.drop_index(batch_op.f("ix_blank_version_author_id"))
        batch_op.drop_index(batch_op.f("ix_blank_version_assignee_id"))

    op.drop_table("blank_version")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_unit_code"))
        batch_op.drop_index(batch_op.f("ix_job_status"))
        batch_op.drop_index(batch_op.f("ix_job_author_id"))
        batch_op.drop_index(batch_op.f("ix_job_assignee_id"))

    op.drop_table("job")
    with op.batch_alter_table("blank", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_blank_shipped",
            sqlite_where=sa.text("shipped <> ''"),
            postgresql_where=sa.text("shipped <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_blank_unit_code"))
        batch_op.drop_index(batch_op.f("ix_blank_author_id"))
        batch_op.drop_index(batch_op.f("ix_blank_assignee_id"))

    op.drop_table("blank")
