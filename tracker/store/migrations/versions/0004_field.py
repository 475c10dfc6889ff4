"""Contact points and visits: hand-over, goals, the phone's own records, versions of households, research, rulings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _new_tables()
    _new_columns()
    _new_checks()
    _search_index()


def _new_tables() -> None:
    op.create_table(
        "contact_card",
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("promise", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_contact_card_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_card")),
        sa.UniqueConstraint("assignee_id", name=op.f("uq_contact_card_assignee_id")),
    )

    with op.batch_alter_table("contact_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_card_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_card_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_card_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "contact_handover",
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "assignee_id IS NOT NULL AND assignee_id <> giver_id", name=op.f("ck_contact_handover_two_people")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_contact_handover_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_handover")),
    )

    with op.batch_alter_table("contact_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_handover_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_handover_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_handover_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_handover_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "phone_sync",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_phone_sync")),
    )

    op.create_table(
        "photo_part",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "client_id", "sha256", "start", name=op.f("pk_photo_part")),
    )

    with op.batch_alter_table("photo_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_part_came_on"), ["came_on"], unique=False)

    op.create_table(
        "research",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("village_codes", sa.String(length=2000), nullable=False),
        sa.Column("method_codes", sa.String(length=120), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.Column("measures", sa.LargeBinary(), nullable=False),
        sa.Column("effect", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_research_span")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_research_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research")),
        sa.UniqueConstraint("ref", name=op.f("uq_research_ref")),
    )

    with op.batch_alter_table("research", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_research_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_research_newest", ["started_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(basis) > 0", name=op.f("ck_ruling_basis_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )

    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index("ix_ruling_record", ["kind", "record_id"], unique=False)

    op.create_table(
        "setting_change",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("before", sa.String(length=400), nullable=False),
        sa.Column("after", sa.String(length=400), nullable=False),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_setting_change_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
    )

    with op.batch_alter_table("setting_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_change_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_change_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_setting_change_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "staff_leave",
        sa.Column(
            "kind",
            sa.Enum(
                "annual",
                "sick",
                "personal",
                "family",
                "training",
                "other",
                name="leavekind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("assignee_id IS NOT NULL", name=op.f("ck_staff_leave_somebody")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_staff_leave_unit_code_long")),
        sa.CheckConstraint("until >= since", name=op.f("ck_staff_leave_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_leave")),
    )

    with op.batch_alter_table("staff_leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_leave_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_leave_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_staff_leave_span", ["assignee_id", "since", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_leave_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "visit_goal",
        sa.Column(
            "target",
            sa.Enum(
                "village", "household", "company", "project", name="target", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "care",
            sa.Enum(
                "hardship",
                "alone",
                "children",
                "disabled",
                "veteran",
                name="care",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum("leader", "middle", "staff", name="level", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column(
            "cycle",
            sa.Enum("week", "month", "quarter", "year", name="cycle", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("longest_gap", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "care IS NULL OR target = 'household'", name=op.f("ck_visit_goal_care_of_household")
        ),
        sa.CheckConstraint("target IN ('village', 'household')", name=op.f("ck_visit_goal_countable")),
        sa.CheckConstraint("length(basis) > 0", name=op.f("ck_visit_goal_basis_given")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_visit_goal_unit_code_long")),
        sa.CheckConstraint("longest_gap IS NULL OR longest_gap >= 1", name=op.f("ck_visit_goal_gap")),
        sa.CheckConstraint("times >= 1", name=op.f("ck_visit_goal_times")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_visit_goal_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_goal")),
    )

    with op.batch_alter_table("visit_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_goal_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_goal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_goal_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "visit_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_visit_month_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_month")),
        sa.UniqueConstraint("unit_code", "month", name=op.f("uq_visit_month_unit_code_month")),
    )

    with op.batch_alter_table("visit_month", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_month_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_month_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_month_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column(
            "thing",
            sa.Enum("link", "backup", "problem", "opinion", name="thing", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("is_moved", sa.Boolean(), nullable=True),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["contact_handover.id"], name=op.f("fk_handover_item_handover_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_item")),
    )

    with op.batch_alter_table("handover_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_item_handover_id"), ["handover_id"], unique=False)

    op.create_table(
        "household_conflict",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("sent", sa.LargeBinary(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("kept", "sent", name="verdict", native_enum=False, length=20), nullable=True
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_household_conflict_decided_has_instant")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_household_conflict_unit_code_long")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_conflict_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_conflict")),
    )

    with op.batch_alter_table("household_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_conflict_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_conflict_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_household_conflict_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_household_conflict_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "household_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("desk", "phone", "sheet", name="origin", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_version_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_version")),
        sa.UniqueConstraint("household_id", "number", name=op.f("uq_household_version_household_id_number")),
    )

    op.create_table(
        "visit_month_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("village_code", sa.String(length=20), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (village_code IS NULL)", name=op.f("ck_visit_month_line_one_of_two")
        ),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["visit_month.id"], name=op.f("fk_visit_month_line_closing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_month_line")),
    )

    with op.batch_alter_table("visit_month_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_month_line_closing_id"), ["closing_id"], unique=False)

    op.create_table(
        "parked_item",
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("client_rev", sa.Integer(), nullable=False),
        sa.Column("client_sha256", sa.String(length=64), nullable=False),
        sa.Column("item", sa.LargeBinary(), nullable=False),
        sa.Column("device_at", sa.DateTime(), nullable=True),
        sa.Column("skew_seconds", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("open", "stored", "corrected", "dropped", name="standing", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("became_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'open') = (decided_at IS NULL)", name=op.f("ck_parked_item_decided_has_instant")
        ),
        sa.CheckConstraint(
            "(standing = 'open') = (decided_by IS NULL)", name=op.f("ck_parked_item_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(standing IN ('stored', 'corrected')) = (became_id IS NOT NULL)",
            name=op.f("ck_parked_item_became_a_visit"),
        ),
        sa.CheckConstraint(
            "standing <> 'dropped' OR reason <> ''", name=op.f("ck_parked_item_dropped_has_reason")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_parked_item_unit_code_long")),
        sa.ForeignKeyConstraint(["became_id"], ["visit.id"], name=op.f("fk_parked_item_became_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_parked_item_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_item")),
        sa.UniqueConstraint(
            "client_id",
            "client_sha256",
            "author_id",
            name=op.f("uq_parked_item_client_id_client_sha256_author_id"),
        ),
    )

    with op.batch_alter_table("parked_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_item_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_item_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_parked_item_open", ["standing", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_item_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_item_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "problem_deferral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(is_agreed IS NULL) = (decided_at IS NULL)", name=op.f("ck_problem_deferral_decided_has_instant")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by",
            name=op.f("ck_problem_deferral_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_deferral_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_deferral")),
    )

    with op.batch_alter_table("problem_deferral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_deferral_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "problem_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_meeting_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_meeting")),
    )

    with op.batch_alter_table("problem_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_meeting_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "problem_whistle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("blown_at", sa.DateTime(), nullable=False),
        sa.Column("blown_by", sa.Integer(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_whistle_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_whistle")),
    )

    with op.batch_alter_table("problem_whistle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_whistle_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "research_problem",
        sa.Column("research_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_research_problem_problem_id")),
        sa.ForeignKeyConstraint(
            ["research_id"], ["research.id"], name=op.f("fk_research_problem_research_id")
        ),
        sa.PrimaryKeyConstraint("research_id", "problem_id", name=op.f("pk_research_problem")),
    )

    with op.batch_alter_table("research_problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_research_problem_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "visit_companion",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_companion_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "user_id", name=op.f("pk_visit_companion")),
    )

    with op.batch_alter_table("visit_companion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_companion_user_id"), ["user_id"], unique=False)

    op.create_table(
        "visit_follow",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("parent_client_id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by IS NULL)", name=op.f("ck_visit_follow_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR ended_on IS NULL", name=op.f("ck_visit_follow_joined_or_ended")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["visit.id"], name=op.f("fk_visit_follow_parent_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_follow_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "parent_client_id", name=op.f("pk_visit_follow")),
    )

    with op.batch_alter_table("visit_follow", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_follow_parent_client_id"), ["parent_client_id"], unique=False
        )

    op.create_table(
        "visit_opinion",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_visit_opinion_opinion_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_opinion_visit_id")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_visit_opinion")),
    )

    with op.batch_alter_table("visit_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_opinion_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_photo_due",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("is_broken", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "came_on IS NOT NULL OR NOT is_broken", name=op.f("ck_visit_photo_due_broken_came")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_photo_due_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "sha256", name=op.f("pk_visit_photo_due")),
    )


def _new_columns() -> None:
    with op.batch_alter_table("contact_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("card_issued_on", sa.Date(), nullable=True))
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.add_column(sa.Column("people_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("facts_version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deferred_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("met_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "confirmed_how",
                sa.Enum("phone", "in_person", name="how", native_enum=False, length=20),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("asked_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "turned_to",
                sa.Enum("opinion", "task", name="turned", native_enum=False, length=20),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("turned_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("turned_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("turned_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_problem_turned", ["turned_to", "turned_id"], unique=False)
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key_codes", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("purpose_codes", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("present_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("client_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("client_rev", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("client_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("device_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("skew_seconds", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_visit_client_id"), ["client_id"])
    with op.batch_alter_table("visit_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("purpose_codes", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("present_count", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("companion_codes", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("client_sha256", sa.String(length=64), nullable=True))


def _new_checks() -> None:
    with op.batch_alter_table("problem") as batch_op:
        batch_op.drop_constraint(op.f("ck_problem_in_somebodys_hands"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_problem_in_somebodys_hands"),
            "status IN ('registered', 'settled', 'turned') OR assignee_id IS NOT NULL",
        )
        batch_op.create_check_constraint(
            op.f("ck_problem_asked_by_another"), "asked_by IS NULL OR asked_by <> assignee_id"
        )
        batch_op.create_check_constraint(
            op.f("ck_problem_deferred_until_a_day"), "(status = 'deferred') = (deferred_until IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_problem_fast_never_waits"), "deferred_until IS NULL OR urgency <> 'fast'"
        )
        batch_op.create_check_constraint(
            op.f("ck_problem_turned_to_something"), "(status = 'turned') = (turned_to IS NOT NULL)"
        )
    with op.batch_alter_table("contact_link") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_contact_link_company_named"), "target NOT IN ('company', 'project') OR target_name <> ''"
        )


def _search_index() -> None:
    """Fingerprints are 32 bits now: the index is made anew, and the worker fills it at its next start."""
    bind = op.get_bind()
    op.execute("DROP TABLE IF EXISTS opinion_search")
    if bind.dialect.name == "sqlite":
        parts = str(bind.scalar(sa.text("SELECT sqlite_version()"))).split(".")
        bare = "content='', contentless_delete=1, " if (int(parts[0]), int(parts[1])) >= (3, 43) else ""
        op.execute(
            f"CREATE VIRTUAL TABLE opinion_search USING fts5(tokens, {bare}detail=none, tokenize='ascii')"
        )
    else:
        op.execute("CREATE TABLE opinion_search (docid bigint PRIMARY KEY, tokens integer[] NOT NULL)")
        op.execute("CREATE INDEX ix_opinion_search ON opinion_search USING gin (tokens)")


def downgrade() -> None:
    """There is none (decisions/0020): a program before would not know what stands in these tables."""
    raise NotImplementedError
