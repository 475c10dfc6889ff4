"""The first house: towns, people, four records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "assessment_plan",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("summary_due_on", sa.Date(), nullable=True),
        sa.Column("exclude_ungraded", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "consulting",
                "published",
                "settled",
                "closed",
                name="planstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("consult_note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('draft', 'consulting')) = (published_at IS NULL)",
            name=op.f("ck_assessment_plan_published_when_out"),
        ),
        sa.CheckConstraint(
            "(status IN ('settled', 'closed')) = (settled_at IS NOT NULL)",
            name=op.f("ck_assessment_plan_settled_when_settled"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_assessment_plan_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_plan")),
        sa.UniqueConstraint("unit_code", "year", name=op.f("uq_assessment_plan_unit_code_year")),
    )
    with op.batch_alter_table("assessment_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_plan_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_plan_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_plan_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_record", ["kind", "record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_user_id"), ["user_id"], unique=False)

    op.create_table(
        "audit_pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_pending")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("parent_code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(code) = 3 * level AND level BETWEEN 1 AND 3", name=op.f("ck_category_code_by_level")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_category_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("unit_code", "code", name=op.f("uq_category_unit_code_code")),
        sa.UniqueConstraint(
            "unit_code", "parent_code", "name", name=op.f("uq_category_unit_code_parent_code_name")
        ),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_category_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_category_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counter")),
    )
    op.create_table(
        "household",
        sa.Column("village_code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=20), nullable=False),
        sa.Column("head_name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("care_codes", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_household_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("village_code", "number", name=op.f("uq_household_village_code_number")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_household_linked", ["assignee_id", "village_code", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("handle", sa.String(length=8), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_receipt")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_receipt_kind_record_id")),
    )
    op.create_table(
        "sealed",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "delivered", "received", "concluded", "released", name="status", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("whom", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("village_code", sa.String(length=20), nullable=True),
        sa.Column("contact", sa.String(length=20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("shell_id", sa.Integer(), nullable=True),
        sa.Column("released_to", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'concluded') = (concluded_on IS NOT NULL)", name=op.f("ck_sealed_concluded_has_day")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_sealed_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed")),
        sa.UniqueConstraint("ref", name=op.f("uq_sealed_ref")),
    )
    with op.batch_alter_table("sealed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_sealed_list", ["status", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_shell_id"), ["shell_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "service_item",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "public_service",
                "permit",
                "confirmation",
                "benefit",
                "reward",
                "other_power",
                name="type",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "topic",
            sa.Enum(
                "birth",
                "school",
                "work",
                "marriage",
                "housing",
                "insurance",
                "relief",
                "elderly",
                "disabled",
                "veteran",
                "farming",
                "registry",
                "other",
                name="topic",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind", sa.Enum("instant", "promised", name="kind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("department_code", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("fee", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("legal_workdays", sa.Integer(), nullable=True),
        sa.Column("promised_workdays", sa.Integer(), nullable=False),
        sa.Column("asks_id", sa.Boolean(), nullable=False),
        sa.Column("materials_kept", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "published", "withdrawn", name="status", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'published' OR (content <> '' AND procedure <> '' AND ways <> '' AND hours <> '' AND place <> '' AND people <> '')",
            name=op.f("ck_service_item_six_facts_public"),
        ),
        sa.CheckConstraint(
            "status <> 'published' OR published_on IS NOT NULL", name=op.f("ck_service_item_published_on_day")
        ),
        sa.CheckConstraint(
            "legal_workdays IS NULL OR promised_workdays <= legal_workdays",
            name=op.f("ck_service_item_promise_within_law"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_service_item_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("unit_code", "code", name=op.f("uq_service_item_unit_code_code")),
    )
    with op.batch_alter_table("service_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_item_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_item_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_service_item_list", ["unit_code", "status", "topic"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_item_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("authenticated_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_seen_at"), ["seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "unit",
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("parent_code", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "county", "town", "office", "village", "group", name="unitkind", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column("sort_key", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("office_hours", sa.String(length=120), nullable=False),
        sa.Column("is_key_village", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_unit_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("unit_code", name=op.f("uq_unit_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "used_ticket",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_used_ticket")),
    )
    with op.batch_alter_table("used_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_used_ticket_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("pinyin_full", sa.String(length=120), nullable=False),
        sa.Column("pinyin_initials", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("gender", sa.String(length=2), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("political_status", sa.String(length=20), nullable=False),
        sa.Column("job_title", sa.String(length=60), nullable=False),
        sa.Column(
            "track",
            sa.Enum("civil", "reference", "institution", "other", name="track", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("is_leading_member", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_user_account_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "workday_override",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_workday_override_unit_code_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workday_override")),
        sa.UniqueConstraint("on_date", name=op.f("uq_workday_override_on_date")),
    )
    with op.batch_alter_table("workday_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workday_override_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workday_override_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workday_override_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "appraisal",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column(
            "track",
            sa.Enum("civil", "reference", "institution", "other", name="track", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "staff_group",
            sa.Enum("civil", "institution", "other", name="group", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("job_title", sa.String(length=60), nullable=False),
        sa.Column("is_leading", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "summarised",
                "proposed",
                "decided",
                "publicised",
                "concluded",
                "outside",
                "recorded",
                "left",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("situation_codes", sa.LargeBinary(), nullable=False),
        sa.Column(
            "grade_limit",
            sa.Enum(
                "free",
                "no_excellent",
                "undetermined",
                "incompetent",
                "out",
                name="limit",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attends", sa.Boolean(), nullable=False),
        sa.Column("comment_due", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("summarised_at", sa.DateTime(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("improvement", sa.LargeBinary(), nullable=False),
        sa.Column(
            "proposed_grade",
            sa.Enum(
                "excellent",
                "competent",
                "basic",
                "incompetent",
                "undetermined",
                name="grade",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "decided_grade",
            sa.Enum(
                "excellent",
                "competent",
                "basic",
                "incompetent",
                "undetermined",
                name="grade",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("publicised_on", sa.Date(), nullable=True),
        sa.Column("publicity_ends_on", sa.Date(), nullable=True),
        sa.Column(
            "final_grade",
            sa.Enum(
                "excellent",
                "competent",
                "basic",
                "incompetent",
                "undetermined",
                name="grade",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("concluded_at", sa.DateTime(), nullable=True),
        sa.Column("outside_result", sa.String(length=40), nullable=False),
        sa.Column("outside_doc", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'concluded') = (final_grade IS NOT NULL)", name=op.f("ck_appraisal_concluded_graded")
        ),
        sa.CheckConstraint(
            "(status = 'recorded') = (outside_result <> '')", name=op.f("ck_appraisal_recorded_result")
        ),
        sa.CheckConstraint(
            "(status IN ('decided', 'publicised', 'concluded')) = (decided_grade IS NOT NULL)",
            name=op.f("ck_appraisal_decided_graded"),
        ),
        sa.CheckConstraint(
            "final_grade <> 'excellent' OR publicity_ends_on IS NOT NULL",
            name=op.f("ck_appraisal_excellent_publicised"),
        ),
        sa.CheckConstraint(
            "status <> 'publicised' OR publicity_ends_on IS NOT NULL",
            name=op.f("ck_appraisal_publicised_until"),
        ),
        sa.CheckConstraint(
            "status <> 'waiting' OR summarised_at IS NULL", name=op.f("ck_appraisal_waiting_unsummarised")
        ),
        sa.CheckConstraint(
            "status NOT IN ('outside', 'recorded') OR proposed_grade IS NULL",
            name=op.f("ck_appraisal_leading_ungraded"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_appraisal_unit_code_long")),
        sa.ForeignKeyConstraint(["plan_id"], ["assessment_plan.id"], name=op.f("fk_appraisal_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("plan_id", "assignee_id", name=op.f("uq_appraisal_plan_id_assignee_id")),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_leader_id"), ["leader_id"], unique=False)
        batch_op.create_index("ix_appraisal_plan", ["plan_id", "unit_code", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appraisal_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "assessment_pool",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "staff_group",
            sa.Enum("civil", "institution", "other", name="group", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column(
            "rounding",
            sa.Enum("floor", "half_up", "ceil", "fixed", name="rounding", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("fixed", sa.Integer(), nullable=True),
        sa.Column("fixed_doc", sa.String(length=60), nullable=False),
        sa.Column("approval_doc", sa.String(length=60), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rounding <> 'fixed' OR (fixed IS NOT NULL AND fixed_doc <> '')",
            name=op.f("ck_assessment_pool_fixed_with_document"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_assessment_pool_unit_code_long")),
        sa.ForeignKeyConstraint(["plan_id"], ["assessment_plan.id"], name=op.f("fk_assessment_pool_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_pool")),
        sa.UniqueConstraint("plan_id", "staff_group", name=op.f("uq_assessment_pool_plan_id_staff_group")),
    )
    with op.batch_alter_table("assessment_pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_pool_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_pool_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_pool_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_pool_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "contact_link",
        sa.Column(
            "target",
            sa.Enum(
                "village", "household", "company", "project", name="target", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("target_name", sa.String(length=80), nullable=False),
        sa.Column(
            "level",
            sa.Enum("leader", "middle", "staff", name="level", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("backup_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(target = 'household') = (household_id IS NOT NULL)",
            name=op.f("ck_contact_link_household_named"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_contact_link_unit_code_long")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_contact_link_span")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_contact_link_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_link")),
    )
    with op.batch_alter_table("contact_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_link_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_link_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_link_backup_id"), ["backup_id"], unique=False)
        batch_op.create_index("ix_contact_link_open", ["unit_code", "target", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_link_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(
            "uq_contact_link_open_household",
            ["household_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "opinion",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("town_code", sa.String(length=9), nullable=False),
        sa.Column("outside_no", sa.String(length=40), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "accepted",
                "routed",
                "handling",
                "replied",
                "called_back",
                "closed",
                "declined",
                "withdrawn",
                "sealed",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "phone",
                "visit",
                "letter",
                "window",
                "field",
                "hotline",
                "above",
                "grid",
                name="channel",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum("fast", "act", "calm", "slow", name="urgency", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column(
            "contact",
            sa.Enum("open", "confidential", "anonymous", name="contact", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=32), nullable=True),
        sa.Column("village_code", sa.String(length=20), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("office_code", sa.String(length=20), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column(
            "clock_kind",
            sa.Enum("hotline", "petition", name="clockkind", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "declined_for",
            sa.Enum(
                "legal",
                "petition",
                "same",
                "not_ours",
                "classified",
                "unlawful",
                name="decline",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("is_read_back", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_opinion_closed_has_day")
        ),
        sa.CheckConstraint(
            "(status = 'declined') = (declined_for IS NOT NULL)", name=op.f("ck_opinion_declined_has_reason")
        ),
        sa.CheckConstraint(
            "status NOT IN ('replied', 'called_back', 'closed') OR replied_on IS NOT NULL",
            name=op.f("ck_opinion_answered_has_day"),
        ),
        sa.CheckConstraint("(clock_from IS NULL) = (due_on IS NULL)", name=op.f("ck_opinion_clock_is_whole")),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_opinion_unit_code_long")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_opinion_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("ref", name=op.f("uq_opinion_ref")),
        sa.UniqueConstraint("town_code", "outside_no", name=op.f("uq_opinion_town_code_outside_no")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_opinion_list", ["created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_opinion_list_assignee_id", ["assignee_id", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_opinion_list_author_id", ["author_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_opinion_list_category_id", ["category_id", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_opinion_list_office_code", ["office_code", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_opinion_list_status", ["status", "created_at", "id"], unique=False)
        batch_op.create_index("ix_opinion_list_status_due", ["status", "due_on"], unique=False)
        batch_op.create_index("ix_opinion_list_unit_code", ["unit_code", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_opinion_list_village_code", ["village_code", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_opinion_list_village_status", ["village_code", "status", "created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_opinion_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "cadre",
                "handler",
                "unithead",
                "callback",
                "window",
                "windowhead",
                "agent",
                "deputy",
                "head",
                "org",
                "committee",
                "discipline",
                "sysadmin",
                "secadmin",
                "auditor",
                "county",
                "public",
                "system",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_post_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("user_id", "role", "unit_code", name=op.f("uq_post_user_id_role_unit_code")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_user_id"), ["user_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "registered",
                "settled",
                "assigned",
                "handling",
                "applied",
                "checked",
                "struck_off",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("visit", "voice", "meeting", "grid", name="source", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("village_code", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("fast", "usual", "slow", name="urgency", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.LargeBinary(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column(
            "confirmed_by",
            sa.Enum("resident", "family", "village", name="confirmer", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_words", sa.LargeBinary(), nullable=True),
        sa.Column("struck_off_on", sa.Date(), nullable=True),
        sa.Column("struck_off_by", sa.Integer(), nullable=True),
        sa.Column("rehung_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'struck_off') = (struck_off_on IS NOT NULL)", name=op.f("ck_problem_struck_off_dated")
        ),
        sa.CheckConstraint(
            "status <> 'applied' OR result IS NOT NULL", name=op.f("ck_problem_applied_with_result")
        ),
        sa.CheckConstraint(
            "status IN ('registered', 'settled') OR assignee_id IS NOT NULL",
            name=op.f("ck_problem_in_somebodys_hands"),
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_problem_unit_code_long")),
        sa.CheckConstraint(
            "struck_off_on IS NULL OR confirmed_by IS NOT NULL", name=op.f("ck_problem_confirmed_first")
        ),
        sa.CheckConstraint(
            "struck_off_on IS NULL OR struck_off_by <> assignee_id",
            name=op.f("ck_problem_not_by_its_handler"),
        ),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_problem_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("ref", name=op.f("uq_problem_ref")),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_problem_household", ["household_id", "status"], unique=False)
        batch_op.create_index("ix_problem_mine", ["assignee_id", "status", "promised_on"], unique=False)
        batch_op.create_index("ix_problem_newest", ["created_at", "id"], unique=False)
        batch_op.create_index("ix_problem_promised", ["promised_on", "status"], unique=False)
        batch_op.create_index("ix_problem_status", ["status", "created_at", "id"], unique=False)
        batch_op.create_index("ix_problem_unit", ["unit_code", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index("ix_problem_village", ["village_code", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "sealed_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["sealed.id"], name=op.f("fk_sealed_note_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_note")),
    )
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_note_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "sealed_subject",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("unit_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["sealed.id"], name=op.f("fk_sealed_subject_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_subject")),
    )
    with op.batch_alter_table("sealed_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_subject_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_subject_user_id"), ["user_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "told",
                "accepted",
                "done",
                "delivered",
                "declined",
                "withdrawn",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("window", "online", "agent", "visit", name="channel", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("applicant", sa.LargeBinary(), nullable=False),
        sa.Column("applicant_index", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(length=32), nullable=True),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("village_code", sa.String(length=20), nullable=False),
        sa.Column("handed_in", sa.JSON(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("tell_by", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_count", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("again_reason", sa.Text(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("is_deemed", sa.Boolean(), nullable=False),
        sa.Column("promised_workdays", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("is_overdue", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("granted", "refused", name="outcome", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("rate_hash", sa.String(length=64), nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'delivered') = (delivered_on IS NOT NULL)", name=op.f("ck_task_delivered_on_day")
        ),
        sa.CheckConstraint(
            "(status IN ('done', 'delivered')) = (outcome IS NOT NULL)", name=op.f("ck_task_has_outcome")
        ),
        sa.CheckConstraint(
            "(status IN ('received', 'told', 'accepted')) = (done_on IS NULL)",
            name=op.f("ck_task_open_or_ended"),
        ),
        sa.CheckConstraint("status <> 'told' OR told_on IS NOT NULL", name=op.f("ck_task_told_on_day")),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'done', 'delivered') OR accepted_on IS NOT NULL",
            name=op.f("ck_task_accepted_before_done"),
        ),
        sa.CheckConstraint(
            "(accepted_on IS NULL) = (due_on IS NULL)", name=op.f("ck_task_clock_from_acceptance")
        ),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_task_unit_code_long")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_task_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("rate_hash", name=op.f("uq_task_rate_hash")),
        sa.UniqueConstraint("unit_code", "ref", name=op.f("uq_task_unit_code_ref")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_applicant_index"), ["applicant_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_task_due", ["status", "due_on"], unique=False)
        batch_op.create_index("ix_task_newest", ["unit_code", "created_at", "id"], unique=False)
        batch_op.create_index("ix_task_of_item", ["item_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index("ix_task_status", ["status", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index("ix_task_untold", ["status", "tell_by"], unique=False)
        batch_op.create_index("ix_task_village", ["village_code", "created_at", "id"], unique=False)

    op.create_table(
        "unmasking",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_unmasking_unit_code_long")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_unmasking_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmasking")),
    )
    with op.batch_alter_table("unmasking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unmasking_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unmasking_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unmasking_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unmasking_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "visit",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("home", "meeting", "phone", "caller", "other", name="kind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("participants", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(unit_code) >= 6", name=op.f("ck_visit_unit_code_long")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_visit_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("ref", name=op.f("uq_visit_ref")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_visit_household", ["household_id", "visited_on", "id"], unique=False)
        batch_op.create_index("ix_visit_newest", ["visited_on", "id"], unique=False)
        batch_op.create_index("ix_visit_place", ["unit_code", "visited_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_unit_code"), ["unit_code"], unique=False)
        batch_op.create_index("ix_visit_visitor", ["assignee_id", "visited_on", "id"], unique=False)

    op.create_table(
        "appraisal_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "summarised",
                "proposed",
                "decided",
                "publicised",
                "concluded",
                "outside",
                "recorded",
                "left",
                name="status",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade",
            sa.Enum(
                "excellent",
                "competent",
                "basic",
                "incompetent",
                "undetermined",
                name="grade",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_verdict_appraisal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_verdict")),
    )
    with op.batch_alter_table("appraisal_verdict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_verdict_appraisal_id"), ["appraisal_id"], unique=False)

    op.create_table(
        "opinion_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("is_contacted", sa.Boolean(), nullable=False),
        sa.Column("is_solved", sa.Boolean(), nullable=True),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "very_good",
                "good",
                "fair",
                "bad",
                "very_bad",
                name="satisfaction",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "is_contacted = (is_solved IS NOT NULL AND satisfaction IS NOT NULL)",
            name=op.f("ck_opinion_call_contacted_has_answers"),
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_call_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_call")),
    )
    with op.batch_alter_table("opinion_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_call_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_note_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_note")),
    )
    with op.batch_alter_table("opinion_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_note_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_rating",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "very_good",
                "good",
                "fair",
                "bad",
                "very_bad",
                name="satisfaction",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_solved", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_rating_opinion_id")),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_opinion_rating")),
    )
    op.create_table(
        "opinion_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "supported",
                "explained",
                "refused",
                "adopted",
                "partly",
                "not_adopted",
                name="outcome",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_reply_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_reply")),
    )
    with op.batch_alter_table("opinion_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_reply_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "opinion_subject",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("unit_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["opinion.id"], name=op.f("fk_opinion_subject_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_subject")),
    )
    with op.batch_alter_table("opinion_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_subject_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_subject_user_id"), ["user_id"], unique=False)

    op.create_table(
        "opinion_supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_supplement_opinion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_supplement")),
    )
    with op.batch_alter_table("opinion_supplement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_supplement_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "problem_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_note_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_note")),
    )
    with op.batch_alter_table("problem_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_note_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "task_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "very_good", "good", "fair", "bad", "very_bad", name="level", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_rating_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_rating")),
        sa.UniqueConstraint("task_id", name=op.f("uq_task_rating_task_id")),
    )
    op.create_table(
        "visit_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("home", "meeting", "phone", "caller", "other", name="kind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("participants", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_version_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_version")),
    )
    with op.batch_alter_table("visit_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_version_visit_id"), ["visit_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )


def downgrade() -> None:
    with op.batch_alter_table("visit_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_version_visit_id"))

    op.drop_table("visit_version")
    op.drop_table("task_rating")
    with op.batch_alter_table("problem_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_note_problem_id"))

    op.drop_table("problem_note")
    with op.batch_alter_table("opinion_supplement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_supplement_opinion_id"))

    op.drop_table("opinion_supplement")
    with op.batch_alter_table("opinion_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_subject_user_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_subject_matter_id"))

    op.drop_table("opinion_subject")
    with op.batch_alter_table("opinion_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_reply_opinion_id"))

    op.drop_table("opinion_reply")
    op.drop_table("opinion_rating")
    with op.batch_alter_table("opinion_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_note_opinion_id"))

    op.drop_table("opinion_note")
    with op.batch_alter_table("opinion_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_call_opinion_id"))

    op.drop_table("opinion_call")
    with op.batch_alter_table("appraisal_verdict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appraisal_verdict_appraisal_id"))

    op.drop_table("appraisal_verdict")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_visitor")
        batch_op.drop_index(batch_op.f("ix_visit_unit_code"))
        batch_op.drop_index("ix_visit_place")
        batch_op.drop_index("ix_visit_newest")
        batch_op.drop_index("ix_visit_household")
        batch_op.drop_index(batch_op.f("ix_visit_author_id"))
        batch_op.drop_index(batch_op.f("ix_visit_assignee_id"))

    op.drop_table("visit")
    with op.batch_alter_table("unmasking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unmasking_unit_code"))
        batch_op.drop_index(batch_op.f("ix_unmasking_household_id"))
        batch_op.drop_index(batch_op.f("ix_unmasking_author_id"))
        batch_op.drop_index(batch_op.f("ix_unmasking_assignee_id"))

    op.drop_table("unmasking")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_village")
        batch_op.drop_index("ix_task_untold")
        batch_op.drop_index(batch_op.f("ix_task_unit_code"))
        batch_op.drop_index("ix_task_status")
        batch_op.drop_index(batch_op.f("ix_task_phone_index"))
        batch_op.drop_index("ix_task_of_item")
        batch_op.drop_index("ix_task_newest")
        batch_op.drop_index("ix_task_due")
        batch_op.drop_index(batch_op.f("ix_task_author_id"))
        batch_op.drop_index(batch_op.f("ix_task_assignee_id"))
        batch_op.drop_index(batch_op.f("ix_task_applicant_index"))

    op.drop_table("task")
    with op.batch_alter_table("sealed_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_subject_user_id"))
        batch_op.drop_index(batch_op.f("ix_sealed_subject_matter_id"))

    op.drop_table("sealed_subject")
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_note_matter_id"))

    op.drop_table("sealed_note")
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_visit_id"))
        batch_op.drop_index("ix_problem_village")
        batch_op.drop_index(batch_op.f("ix_problem_unit_code"))
        batch_op.drop_index("ix_problem_unit")
        batch_op.drop_index("ix_problem_status")
        batch_op.drop_index("ix_problem_promised")
        batch_op.drop_index("ix_problem_newest")
        batch_op.drop_index("ix_problem_mine")
        batch_op.drop_index("ix_problem_household")
        batch_op.drop_index(batch_op.f("ix_problem_author_id"))
        batch_op.drop_index(batch_op.f("ix_problem_assignee_id"))

    op.drop_table("problem")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_user_id"))
        batch_op.drop_index(batch_op.f("ix_post_unit_code"))

    op.drop_table("post")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_unit_code"))
        batch_op.drop_index(batch_op.f("ix_opinion_phone_index"))
        batch_op.drop_index("ix_opinion_list_village_status")
        batch_op.drop_index("ix_opinion_list_village_code")
        batch_op.drop_index("ix_opinion_list_unit_code")
        batch_op.drop_index("ix_opinion_list_status_due")
        batch_op.drop_index("ix_opinion_list_status")
        batch_op.drop_index("ix_opinion_list_office_code")
        batch_op.drop_index("ix_opinion_list_category_id")
        batch_op.drop_index("ix_opinion_list_author_id")
        batch_op.drop_index("ix_opinion_list_assignee_id")
        batch_op.drop_index("ix_opinion_list")
        batch_op.drop_index(batch_op.f("ix_opinion_author_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_assignee_id"))

    op.drop_table("opinion")
    with op.batch_alter_table("contact_link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_contact_link_open_household",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contact_link_unit_code"))
        batch_op.drop_index("ix_contact_link_open")
        batch_op.drop_index(batch_op.f("ix_contact_link_backup_id"))
        batch_op.drop_index(batch_op.f("ix_contact_link_author_id"))
        batch_op.drop_index(batch_op.f("ix_contact_link_assignee_id"))

    op.drop_table("contact_link")
    with op.batch_alter_table("assessment_pool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_pool_unit_code"))
        batch_op.drop_index(batch_op.f("ix_assessment_pool_plan_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_pool_author_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_pool_assignee_id"))

    op.drop_table("assessment_pool")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appraisal_unit_code"))
        batch_op.drop_index("ix_appraisal_plan")
        batch_op.drop_index(batch_op.f("ix_appraisal_leader_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_author_id"))
        batch_op.drop_index(batch_op.f("ix_appraisal_assignee_id"))

    op.drop_table("appraisal")
    with op.batch_alter_table("workday_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workday_override_unit_code"))
        batch_op.drop_index(batch_op.f("ix_workday_override_author_id"))
        batch_op.drop_index(batch_op.f("ix_workday_override_assignee_id"))

    op.drop_table("workday_override")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_unit_code"))
        batch_op.drop_index(batch_op.f("ix_user_account_author_id"))
        batch_op.drop_index(batch_op.f("ix_user_account_assignee_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("used_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_used_ticket_expires_at"))

    op.drop_table("used_ticket")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_code"))
        batch_op.drop_index(batch_op.f("ix_unit_author_id"))
        batch_op.drop_index(batch_op.f("ix_unit_assignee_id"))

    op.drop_table("unit")
    op.drop_table("throttle")
    op.drop_table("setting")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_user_id"))
        batch_op.drop_index(batch_op.f("ix_session_seen_at"))

    op.drop_table("session")
    with op.batch_alter_table("service_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_item_unit_code"))
        batch_op.drop_index("ix_service_item_list")
        batch_op.drop_index(batch_op.f("ix_service_item_author_id"))
        batch_op.drop_index(batch_op.f("ix_service_item_assignee_id"))

    op.drop_table("service_item")
    with op.batch_alter_table("sealed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_unit_code"))
        batch_op.drop_index(batch_op.f("ix_sealed_shell_id"))
        batch_op.drop_index("ix_sealed_list")
        batch_op.drop_index(batch_op.f("ix_sealed_author_id"))
        batch_op.drop_index(batch_op.f("ix_sealed_assignee_id"))

    op.drop_table("sealed")
    op.drop_table("receipt")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_unit_code"))
        batch_op.drop_index(batch_op.f("ix_household_phone_index"))
        batch_op.drop_index("ix_household_linked")
        batch_op.drop_index(batch_op.f("ix_household_author_id"))
        batch_op.drop_index(batch_op.f("ix_household_assignee_id"))

    op.drop_table("household")
    op.drop_table("counter")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_unit_code"))
        batch_op.drop_index(batch_op.f("ix_category_author_id"))
        batch_op.drop_index(batch_op.f("ix_category_assignee_id"))

    op.drop_table("category")
    op.drop_table("audit_pending")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_user_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_unit_code"))
        batch_op.drop_index("ix_audit_entry_record")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("assessment_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_plan_unit_code"))
        batch_op.drop_index(batch_op.f("ix_assessment_plan_author_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_plan_assignee_id"))

    op.drop_table("assessment_plan")
