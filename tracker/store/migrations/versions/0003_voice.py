"""Residents' voice: streams and clocks, requests, signed answers, sealed boxes, pictures, publication, search."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NOTHING = sa.text("''")  # an empty ciphertext: what an added column says of a row that was there before


def upgrade() -> None:
    _new_tables()
    _new_columns()
    _carry_over()
    _ratings()
    _old_columns()
    _search_index()
    _other_columns()


def _new_tables() -> None:
    op.create_table(
        "box_key",
        sa.Column(
            "holder",
            sa.Enum("discipline", "escrow", "county", name="holder", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_locked", sa.LargeBinary(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_handed_on", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("drilled_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_box_key_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_key")),
    )
    with op.batch_alter_table("box_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_box_key_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_box_key_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_box_key_current",
            ["unit_code", "holder"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )
        batch_op.create_index(batch_op.f("ix_box_key_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "county_box",
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_county_box_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_box")),
    )
    with op.batch_alter_table("county_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_county_box_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_county_box_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_county_box_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "opinion_count",
        sa.Column("town_code", sa.String(length=9), nullable=False),
        sa.Column(
            "axis",
            sa.Enum("all", "village", "office", "category", name="axis", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("done_late", sa.Integer(), nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        sa.Column("proxy", sa.Integer(), nullable=False),
        sa.Column("contacted", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("unsolved", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("fair", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("rated_solved", sa.Integer(), nullable=False),
        sa.Column("rated_good", sa.Integer(), nullable=False),
        sa.Column("rated_fair", sa.Integer(), nullable=False),
        sa.Column("rated_bad", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("not_ours", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("town_code", "axis", "month", "code", "since", name=op.f("pk_opinion_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "picture",
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("kind", "record_id", "number", name=op.f("uq_picture_kind_record_id_number")),
        sa.UniqueConstraint("name", name=op.f("uq_picture_name")),
    )
    op.create_table(
        "picture_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(is_agreed IS NULL) = (decided_at IS NULL)", name=op.f("ck_picture_look_decided_has_instant")
        ),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_picture_look_two_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_look")),
    )
    with op.batch_alter_table("picture_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_look_name"), ["name"], unique=False)

    op.create_table(
        "picture_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_original")),
        sa.UniqueConstraint("name", name=op.f("uq_picture_original_name")),
    )
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_preference")),
    )
    op.create_table(
        "presence",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", "user_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presence_at"), ["at"], unique=False)

    op.create_table(
        "reply_template",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "stream",
            sa.Enum("service", "claim", "suggestion", name="stream", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_reply_template_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
        sa.UniqueConstraint("unit_code", "name", name=op.f("uq_reply_template_unit_code_name")),
    )
    with op.batch_alter_table("reply_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_template_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_template_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_template_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "sealed_picture",
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_picture")),
        sa.UniqueConstraint(
            "kind", "record_id", "number", name=op.f("uq_sealed_picture_kind_record_id_number")
        ),
        sa.UniqueConstraint("name", name=op.f("uq_sealed_picture_name")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town_code", sa.String(length=9), nullable=False),
        sa.Column("slip_no", sa.String(length=12), nullable=False),
        sa.Column("handle", sa.String(length=8), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(handle = '') = (used_on IS NOT NULL)", name=op.f("ck_slip_used_forgets_its_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("town_code", "slip_no", name=op.f("uq_slip_town_code_slip_no")),
    )
    op.create_table(
        "spent_work",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_spent_work")),
    )
    with op.batch_alter_table("spent_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spent_work_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "typed",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "page", name=op.f("pk_typed")),
    )
    op.create_table(
        "alias",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_alias_unit_code_long")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_alias_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
    )
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alias_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alias_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alias_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_alias_user_id"), ["user_id"], unique=False)

    op.create_table(
        "relative",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("relative_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_relative_unit_code_long")),
        sa.CheckConstraint("user_id < relative_id", name=op.f("ck_relative_one_row_a_pair")),
        sa.ForeignKeyConstraint(["relative_id"], ["user_account.id"], name=op.f("fk_relative_relative_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_relative_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relative")),
        sa.UniqueConstraint("user_id", "relative_id", name=op.f("uq_relative_user_id_relative_id")),
    )
    with op.batch_alter_table("relative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relative_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relative_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relative_relative_id"), ["relative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relative_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_relative_user_id"), ["user_id"], unique=False)

    op.create_table(
        "opinion_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hotline",
                "petition",
                "notice",
                "objection",
                "urgent",
                "return",
                name="clockkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum("day", "workday", "hour", name="unit", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(unit = 'hour') = (started_at IS NOT NULL AND due_at IS NOT NULL)",
            name=op.f("ck_opinion_clock_hours_have_instants"),
        ),
        sa.CheckConstraint("length >= 0 AND extended >= 0", name=op.f("ck_opinion_clock_not_negative")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_clock_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_clock")),
    )
    with op.batch_alter_table("opinion_clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_clock_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index("ix_opinion_clock_running", ["kind", "stopped_on", "due_on"], unique=False)

    op.create_table(
        "opinion_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_question_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_question")),
    )
    with op.batch_alter_table("opinion_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_question_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "return",
                "hand_over",
                "defer",
                "extend",
                "object",
                name="requestkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("office_code", sa.String(length=20), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column(
            "clock_kind",
            sa.Enum(
                "hotline",
                "petition",
                "notice",
                "objection",
                "urgent",
                "return",
                name="clockkind",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("was_assignee_id", sa.Integer(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(is_agreed IS NULL) = (decided_at IS NULL)", name=op.f("ck_opinion_request_decided_has_instant")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_request_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_request")),
    )
    with op.batch_alter_table("opinion_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_request_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("review", "recheck", name="reviewlevel", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("organ", sa.String(length=60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("kept", "changed", "revoked", name="reviewverdict", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (verdict IS NULL)", name=op.f("ck_opinion_review_decided_has_verdict")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_review_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_review")),
    )
    with op.batch_alter_table("opinion_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_review_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_whistle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("blown_at", sa.DateTime(), nullable=False),
        sa.Column("blown_by", sa.Integer(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_whistle_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_whistle")),
    )
    with op.batch_alter_table("opinion_whistle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_whistle_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("draft", "published", "taken_down", name="stage", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("village_code", sa.String(length=20), nullable=True),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'taken_down') = (taken_down_at IS NOT NULL)",
            name=op.f("ck_publication_down_has_instant"),
        ),
        sa.CheckConstraint(
            "stage = 'draft' OR published_on IS NOT NULL", name=op.f("ck_publication_published_has_day")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_publication_unit_code_long")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_publication_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_publication_opinion_id")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_publication_public", ["unit_code", "stage", "answered_on", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_publication_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "public_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_public_picture_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_picture")),
        sa.UniqueConstraint("name", name=op.f("uq_public_picture_name")),
        sa.UniqueConstraint("publication_id", "source", name=op.f("uq_public_picture_publication_id_source")),
    )
    with op.batch_alter_table("public_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_picture_publication_id"), ["publication_id"], unique=False
        )


def _new_columns() -> None:
    with op.batch_alter_table("opinion") as batch_op:
        batch_op.add_column(sa.Column("stream", sa.String(20), nullable=True))
        batch_op.add_column(sa.Column("tray", sa.String(20), nullable=False, server_default="ordinary"))
        batch_op.add_column(sa.Column("behalf", sa.String(20), nullable=False, server_default="oneself"))
        batch_op.add_column(
            sa.Column("behalf_name", sa.LargeBinary(), nullable=False, server_default=NOTHING)
        )
        batch_op.add_column(sa.Column("people_count", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("may_publish", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("contacted_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("last_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("repeat_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_withdrawal_to_check", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("anonymised_on", sa.Date(), nullable=True))
    with op.batch_alter_table("opinion_call") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(20), nullable=False, server_default="answer"))
        batch_op.add_column(sa.Column("solved", sa.String(20), nullable=True))
        batch_op.add_column(sa.Column("agrees", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("feeling", sa.LargeBinary(), nullable=False, server_default=NOTHING))
        batch_op.add_column(sa.Column("is_proxy", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("opinion_reply") as batch_op:
        batch_op.add_column(sa.Column("signed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("review_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.alter_column("replied_on", existing_type=sa.Date(), nullable=True)


def _carry_over() -> None:
    """One clock in columns becomes a row; what was solved becomes a word; the last reply is the present one."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    last = "date({day}, '+{n} days')" if is_sqlite else "{day} + {n}"
    petition, notice = last.format(day="clock_from", n=60), last.format(day="submitted_on", n=15)
    op.execute(
        f"""UPDATE opinion SET stream = CASE WHEN clock_kind = 'petition' THEN 'claim' ELSE 'service' END,
        last_on = CASE WHEN clock_kind = 'petition' THEN {petition} ELSE due_on END WHERE clock_kind IS NOT NULL"""  # noqa: S608  # two expressions of our own
    )
    op.execute(
        """INSERT INTO opinion_clock (opinion_id, kind, unit, length, started_on, extended, last_on, due_on, stopped_on)
        SELECT id, clock_kind, CASE WHEN clock_kind = 'petition' THEN 'day' ELSE 'workday' END,
        CASE WHEN clock_kind = 'petition' THEN 60 ELSE 5 END, clock_from, 0, last_on, due_on, replied_on
        FROM opinion WHERE clock_kind IS NOT NULL"""
    )
    op.execute(
        f"""INSERT INTO opinion_clock (opinion_id, kind, unit, length, started_on, extended, last_on, due_on)
        SELECT id, 'notice', 'day', 15, submitted_on, 0, {notice}, {notice} FROM opinion WHERE status = 'submitted'"""  # noqa: S608  # likewise
    )
    op.execute(
        """UPDATE opinion_call SET solved = CASE WHEN is_solved THEN 'yes' ELSE 'no' END WHERE is_solved IS NOT NULL"""
    )
    op.execute(
        """UPDATE opinion_reply SET is_current = FALSE WHERE id NOT IN (SELECT max(opinion_reply.id)
        FROM opinion_reply JOIN opinion ON opinion.id = opinion_reply.opinion_id
        WHERE opinion.replied_on IS NOT NULL GROUP BY opinion_reply.opinion_id)"""
    )


def _ratings() -> None:
    """A matter has one rating for each of its answers now, so the rating has a number of its own."""
    columns = "opinion_id, satisfaction, is_solved, text, at"
    before = op.get_bind().execute(sa.text(f"SELECT {columns} FROM opinion_rating")).mappings().all()  # noqa: S608
    op.drop_table("opinion_rating")
    ratings = op.create_table(
        "opinion_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("satisfaction", sa.String(20), nullable=False),
        sa.Column("solved", sa.String(20), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("feeling", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_rating_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_rating")),
    )
    made = [
        {
            **{name: row[name] for name in ("opinion_id", "satisfaction", "text")},
            "feeling": b"",
            "is_current": True,
            "solved": "yes" if row["is_solved"] else "no",
            "at": _instant(row["at"]),
        }
        for row in before
    ]
    op.bulk_insert(ratings, made)
    op.create_index("ix_opinion_rating_opinion_id", "opinion_rating", ["opinion_id"])
    op.create_index(
        "uq_opinion_rating_current",
        "opinion_rating",
        ["opinion_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def _instant(value: datetime | str) -> datetime:
    """SQLite answers plain SQL with text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _old_columns() -> None:
    with op.batch_alter_table("opinion") as batch_op:
        batch_op.drop_constraint(op.f("ck_opinion_clock_is_whole"), type_="check")
        batch_op.drop_constraint(op.f("uq_opinion_town_code_outside_no"), type_="unique")
        batch_op.drop_column("clock_kind")
        batch_op.drop_column("clock_from")
        batch_op.create_check_constraint(
            op.f("ck_opinion_limit_is_whole"), "(last_on IS NULL) = (due_on IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_opinion_somebody_speaks"), "people_count >= 1")
        batch_op.create_check_constraint(
            op.f("ck_opinion_not_its_own"), "merged_into_id <> id AND repeat_of_id <> id"
        )
        batch_op.create_index("ix_opinion_outside_no", ["town_code", "outside_no"])
        batch_op.create_index("ix_opinion_merged_into_id", ["merged_into_id"])
        batch_op.create_index("ix_opinion_repeat_of_id", ["repeat_of_id"])
        batch_op.create_foreign_key(op.f("fk_opinion_merged_into_id"), "opinion", ["merged_into_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_opinion_repeat_of_id"), "opinion", ["repeat_of_id"], ["id"])
    with op.batch_alter_table("opinion_call") as batch_op:
        batch_op.drop_constraint(op.f("ck_opinion_call_contacted_has_answers"), type_="check")
        batch_op.drop_column("is_solved")
        batch_op.create_check_constraint(
            op.f("ck_opinion_call_contacted_has_answers"),
            "purpose <> 'answer' OR is_contacted = (solved IS NOT NULL AND satisfaction IS NOT NULL)",
        )


def _other_columns() -> None:
    with op.batch_alter_table("sealed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("box", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("handed_up_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_sealed_handed_up_has_day"), "(status = 'handed_up') = (handed_up_on IS NOT NULL)"
        )

    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("box", sa.LargeBinary(), nullable=True))


def _search_index() -> None:
    """The keyed fingerprints of texts (store/search.py); the nightly run fills them in batches."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        parts = str(bind.scalar(sa.text("SELECT sqlite_version()"))).split(".")
        bare = "content='', contentless_delete=1, " if (int(parts[0]), int(parts[1])) >= (3, 43) else ""
        op.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS opinion_search USING fts5(tokens, {bare}detail=none, tokenize='ascii')"
        )
    else:
        op.execute(
            "CREATE TABLE IF NOT EXISTS opinion_search (docid bigint PRIMARY KEY, tokens bigint[] NOT NULL)"
        )
        op.execute("CREATE INDEX IF NOT EXISTS ix_opinion_search ON opinion_search USING gin (tokens)")


def downgrade() -> None:
    """Not offered: clocks, boxes and signatures have no place in the schema before."""
    raise NotImplementedError("0003 cannot be taken back: restore the copy that was made before the upgrade")
