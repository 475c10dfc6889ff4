"""The hall: versions of guides, the line, clocks, 代办, ratings, and who is to be told."""

import sqlalchemy as sa
from alembic import op

from tracker.store.secrets import Encrypted

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _new_tables()
    _new_columns()
    _new_checks()
    _old_notices()


def _new_tables() -> None:
    op.create_table(
        "agency_point",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_agency_point_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_point")),
        sa.UniqueConstraint("unit_code", "name", name=op.f("uq_agency_point_unit_code_name")),
    )

    with op.batch_alter_table("agency_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_point_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_point_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_point_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "hall_window",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("prefixes", sa.String(length=20), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_hall_window_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_window")),
        sa.UniqueConstraint("unit_code", "name", name=op.f("uq_hall_window_unit_code_name")),
    )

    with op.batch_alter_table("hall_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_window_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_window_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hall_window_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "line_letter",
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_line_letter_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_letter")),
        sa.UniqueConstraint("unit_code", "letter", name=op.f("uq_line_letter_unit_code_letter")),
    )

    with op.batch_alter_table("line_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_letter_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_line_letter_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_line_letter_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "line_number",
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "day", "prefix", name=op.f("pk_line_number")),
    )

    op.create_table(
        "booking",
        sa.Column(
            "kind", sa.Enum("hall", "home", name="bookingkind", native_enum=False, length=20), nullable=False
        ),
        sa.Column(
            "status",
            sa.Enum(
                "booked",
                "arrived",
                "done",
                "cancelled",
                "missed",
                name="bookingstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=11), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=32), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("village_code", sa.String(length=20), nullable=False),
        sa.Column(
            "priority",
            sa.Enum(
                "none",
                "elderly",
                "disabled",
                "soldier",
                "pregnant",
                name="priority",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('done', 'cancelled', 'missed')) = (ended_on IS NOT NULL)",
            name=op.f("ck_booking_ended_on_day"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_booking_unit_code_long")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_booking_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_booking_code_hash")),
    )

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_booking_day", ["unit_code", "day", "slot"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "outreach_rule",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum("expiry", "age", "unclaimed", name="occasion", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(occasion = 'age') = (age IS NOT NULL)", name=op.f("ck_outreach_rule_age_for_age")
        ),
        sa.CheckConstraint("days_before BETWEEN 0 AND 366", name=op.f("ck_outreach_rule_within_a_year")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_outreach_rule_unit_code_long")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_outreach_rule_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_rule")),
    )

    with op.batch_alter_table("outreach_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outreach_rule_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_rule_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_rule_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "roll_entry",
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("born_on", sa.LargeBinary(), nullable=True),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_roll_entry_unit_code_long")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_roll_entry_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_roll_entry_key")),
    )

    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_entry_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roll_entry_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_roll_entry_birth", ["birth_month"], unique=False)
        batch_op.create_index(batch_op.f("ix_roll_entry_name_index"), ["name_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_roll_entry_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "service_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("materials_less", sa.Integer(), nullable=False),
        sa.Column("steps_less", sa.Integer(), nullable=False),
        sa.Column("workdays_less", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_service_version_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_version")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_service_version_item_id_number")),
    )

    op.create_table(
        "coming",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "called",
                "serving",
                "held",
                "served",
                "left",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("machine", "counter", "booking", name="source", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "none",
                "elderly",
                "disabled",
                "soldier",
                "pregnant",
                name="priority",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(priority = 'none') = (rank = 1)", name=op.f("ck_coming_first_with_reason")),
        sa.CheckConstraint(
            "(status IN ('served', 'left')) = (ended_at IS NOT NULL)", name=op.f("ck_coming_ended_when")
        ),
        sa.CheckConstraint(
            "status NOT IN ('called', 'serving') OR (window_id IS NOT NULL AND assignee_id IS NOT NULL)",
            name=op.f("ck_coming_called_where"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_coming_unit_code_long")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_coming_booking_id")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_coming_item_id")),
        sa.ForeignKeyConstraint(["window_id"], ["hall_window.id"], name=op.f("fk_coming_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coming")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_coming_booking_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_coming_token_hash")),
        sa.UniqueConstraint(
            "unit_code", "day", "prefix", "number", name=op.f("uq_coming_unit_code_day_prefix_number")
        ),
    )

    with op.batch_alter_table("coming", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coming_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coming_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_coming_next", ["unit_code", "day", "status", "rank", "since", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_coming_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "stretch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coming_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("waiting", "called", "serving", "held", name="stage", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_stretch_not_backwards")
        ),
        sa.ForeignKeyConstraint(["coming_id"], ["coming.id"], name=op.f("fk_stretch_coming_id")),
        sa.ForeignKeyConstraint(["window_id"], ["hall_window.id"], name=op.f("fk_stretch_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stretch")),
    )

    with op.batch_alter_table("stretch", schema=None) as batch_op:
        batch_op.create_index("ix_stretch_coming", ["coming_id", "id"], unique=False)

    op.create_table(
        "outreach",
        sa.Column(
            "occasion",
            sa.Enum("expiry", "age", "unclaimed", name="occasion", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "to_tell",
                "told",
                "taken_up",
                "not_wanted",
                "not_reached",
                "wrong",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=True),
        sa.Column("from_task_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column(
            "how",
            sa.Enum("in_person", "phone", "family", name="how", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('taken_up', 'not_wanted', 'wrong')) = (ended_on IS NOT NULL)",
            name=op.f("ck_outreach_ended_on_day"),
        ),
        sa.CheckConstraint(
            "status <> 'told' OR (told_on IS NOT NULL AND how IS NOT NULL)", name=op.f("ck_outreach_told_how")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_outreach_unit_code_long")),
        sa.ForeignKeyConstraint(["from_task_id"], ["task.id"], name=op.f("fk_outreach_from_task_id")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_outreach_item_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_outreach_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
        sa.UniqueConstraint("key", name=op.f("uq_outreach_key")),
    )

    with op.batch_alter_table("outreach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outreach_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_outreach_list", ["unit_code", "status", "falls_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_name_index"), ["name_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "rating_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_rating_code_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_rating_code_code_hash")),
    )

    with op.batch_alter_table("rating_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_code_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_agency",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column(
            "mandate_kind",
            sa.Enum("signed", "spoken", name="mandatekind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("mandate_on", sa.Date(), nullable=True),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_to", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_to = '')", name=op.f("ck_task_agency_returned_to_whom")
        ),
        sa.CheckConstraint("fee = 0", name=op.f("ck_task_agency_free_of_charge")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_agency_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_agency")),
    )

    with op.batch_alter_table("task_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_agency_agent_id"), ["agent_id"], unique=False)

    op.create_table(
        "task_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(is_granted IS NULL) = (decided_by IS NULL)", name=op.f("ck_task_extension_decided_by_whom")
        ),
        sa.CheckConstraint("workdays BETWEEN 1 AND 15", name=op.f("ck_task_extension_days_by_law")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_extension_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_extension")),
    )

    with op.batch_alter_table("task_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_extension_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered", "taken", "returned", "recalled", name="handoverstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("from_unit", sa.String(length=20), nullable=False),
        sa.Column("to_unit", sa.String(length=20), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(state = 'offered') = (answered_at IS NULL)", name=op.f("ck_task_handover_answered_when")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_handover_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_handover")),
    )

    with op.batch_alter_table("task_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_handover_task_id"), ["task_id"], unique=False)
        batch_op.create_index("ix_task_handover_to", ["to_unit", "to_id", "state"], unique=False)

    op.create_table(
        "task_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=False),
        sa.Column("again_reason", sa.String(length=500), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_notice_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_notice")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_task_notice_task_id_number")),
    )

    op.create_table(
        "task_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hearing",
                "tender",
                "auction",
                "inspection",
                "testing",
                "quarantine",
                "appraisal",
                "experts",
                "supplement",
                name="pausekind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("asked", "running", "ended", "refused", name="pausestate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("notice_no", sa.String(length=60), nullable=False),
        sa.Column("expected_workdays", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.String(length=500), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (until IS NOT NULL)", name=op.f("ck_task_pause_until_when")),
        sa.CheckConstraint(
            "(state IN ('running', 'ended')) = (since IS NOT NULL)", name=op.f("ck_task_pause_since_when")
        ),
        sa.CheckConstraint(
            "state = 'asked' OR decided_by IS NOT NULL", name=op.f("ck_task_pause_decided_by_whom")
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_task_pause_until_after_since")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_pause_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_pause")),
    )

    with op.batch_alter_table("task_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_pause_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.String(length=40), nullable=False),
        sa.Column("promised_workdays", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("stops_clock", sa.Boolean(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(back_on IS NULL) = (result = '')", name=op.f("ck_task_step_result_when_back")),
        sa.CheckConstraint(
            "back_on IS NULL OR back_on >= sent_on", name=op.f("ck_task_step_back_after_sent")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_step_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_step")),
    )

    with op.batch_alter_table("task_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_step_task_id"), ["task_id"], unique=False)

    op.create_table(
        "rating_case",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "verified",
                "appealed",
                "mended",
                "called",
                "closed",
                "excluded",
                name="casestatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("rated_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("contact_by", sa.Date(), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=True),
        sa.Column("contact_words", sa.Text(), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=False),
        sa.Column("is_justified", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("mended", sa.Text(), nullable=False),
        sa.Column("mended_on", sa.Date(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("is_settled", sa.Boolean(), nullable=True),
        sa.Column("call_words", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_by", sa.Integer(), nullable=True),
        sa.Column("appeal_granted", sa.Boolean(), nullable=True),
        sa.Column("appeal_decided_by", sa.Integer(), nullable=True),
        sa.Column("appeal_words", sa.Text(), nullable=False),
        sa.Column("public_words", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(published_on IS NULL) = (public_words = '')", name=op.f("ck_rating_case_published_words")
        ),
        sa.CheckConstraint(
            "(is_justified IS NULL) = (verified_on IS NULL)", name=op.f("ck_rating_case_verified_on_day")
        ),
        sa.CheckConstraint(
            "appeal_decided_by IS NULL OR appeal_decided_by <> appealed_by",
            name=op.f("ck_rating_case_appeal_by_another"),
        ),
        sa.CheckConstraint(
            "called_by IS NULL OR rated_id IS NULL OR called_by <> rated_id",
            name=op.f("ck_rating_case_called_by_another"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_rating_case_unit_code_long")),
        sa.ForeignKeyConstraint(["rating_id"], ["task_rating.id"], name=op.f("fk_rating_case_rating_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_case")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rating_case_rating_id")),
    )

    with op.batch_alter_table("rating_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_case_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_case_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_case_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_rating_case_open", ["unit_code", "status", "mend_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_case_rated_id"), ["rated_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_case_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "task_original",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_by IS NULL)", name=op.f("ck_task_original_returned_by_whom")
        ),
        sa.CheckConstraint("copies BETWEEN 1 AND 20", name=op.f("ck_task_original_some_copies")),
        sa.ForeignKeyConstraint(["task_id"], ["task_agency.task_id"], name=op.f("fk_task_original_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_original")),
    )

    with op.batch_alter_table("task_original", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_original_task_id"), ["task_id"], unique=False)


def _new_columns() -> None:
    with op.batch_alter_table("service_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("audience_codes", sa.String(length=120), nullable=False, server_default="everyone")
        )
        batch_op.add_column(
            sa.Column("everyday_words", sa.String(length=400), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("pinyin", sa.String(length=2000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("body_kind", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("level", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("scope", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("result_name", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("result_pickup", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("trips", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(
            sa.Column("trips_reason", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("special_procedure", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("intermediary", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("fee_basis", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("complaint_phone", sa.String(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("questions", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_online", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_posted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_bookable", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("at_home", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("by_agent", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(
            sa.Column(
                "gap_rule",
                sa.Enum("none", "pause", "restart", name="gaprule", native_enum=False, length=20),
                nullable=False,
                server_default="none",
            )
        )
        batch_op.add_column(
            sa.Column("county_stops", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("valid_months", sa.Integer(), nullable=True))
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invited", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("invited_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("coming_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_asked_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "gap_rule",
                sa.Enum("none", "pause", "restart", name="gaprule", native_enum=False, length=20),
                nullable=False,
                server_default="none",
            )
        )
        batch_op.add_column(sa.Column("is_stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("decline_asked_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("decline_refusal", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("said", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("follow_names", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("follow_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("followed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("home_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("home_place", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_task_coming_id"), ["coming_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_task_coming_id"), "coming", ["coming_id"], ["id"])
    with op.batch_alter_table("task_rating", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "channel",
                sa.Enum("device", "slip", "online", name="ratingchannel", native_enum=False, length=20),
                nullable=False,
                server_default="slip",
            )
        )
        batch_op.add_column(sa.Column("handler_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("agent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_excluded", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_task_rating_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_rating_handler_id"), ["handler_id"], unique=False)


def _new_checks() -> None:
    with op.batch_alter_table("task") as batch_op:
        for name in ("open_or_ended", "accepted_before_done"):
            batch_op.drop_constraint(op.f(f"ck_task_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_task_open_or_ended"),
            "(status IN ('received', 'told', 'accepted', 'paused', 'reported')) = (done_on IS NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_task_accepted_before_done"),
            "status NOT IN ('accepted', 'paused', 'reported', 'done', 'delivered') "
            "OR accepted_on IS NOT NULL",
        )
        batch_op.create_check_constraint(
            op.f("ck_task_paused_stands_still"), "status <> 'paused' OR is_stopped"
        )


def _old_notices() -> None:
    """What was told before notices had a row each: the last words of every task that was told."""
    task = sa.table(
        "task",
        sa.column("id"),
        sa.column("told_count"),
        sa.column("notice"),
        sa.column("correct_by"),
        sa.column("again_reason"),
        sa.column("told_on"),
        sa.column("assignee_id"),
    )
    notice = sa.table(
        "task_notice",
        sa.column("task_id"),
        sa.column("number"),
        sa.column("words", Encrypted("task_notice.words")),
        sa.column("correct_by"),
        sa.column("again_reason"),
        sa.column("told_on"),
        sa.column("told_by"),
    )
    bind = op.get_bind()
    rows = bind.execute(sa.select(task).where(task.c.told_count > 0, task.c.correct_by.is_not(None)))
    for row in rows.mappings().all():
        bind.execute(
            notice.insert().values(
                task_id=row["id"],
                number=row["told_count"],
                words=row["notice"],
                correct_by=row["correct_by"],
                again_reason=row["again_reason"][:500],
                told_on=row["told_on"],
                told_by=row["assignee_id"],
            )
        )


def downgrade() -> None:
    """There is none (decisions/0020): a program before would not know what stands in these tables."""
    raise NotImplementedError
