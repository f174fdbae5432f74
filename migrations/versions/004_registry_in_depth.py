"""The registry in depth: offices, reorganisations, firms, HR records, imports, merged people, files of certificates.

Revision: 004, after 003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import awards.infra.db as awards_db

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

ROLES = (
    "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1",
    "6.2", "6.3", "leader", "7.2", "initiator", "sponsor", "customer", "programme_head", "base_direction_head",
    "typical_base_head", "priority_curator", "group_curator", "steering_chair", "steering_deputy", "steering_member",
)  # fmt: skip


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    op.create_table(
        "firm_engagement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("contract_number", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("firm_id <> organisation_id", name=op.f("ck_firm_engagement_not_itself")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_firm_engagement_order")),
        sa.ForeignKeyConstraint(["firm_id"], ["organisation.id"], name=op.f("fk_firm_engagement_firm_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_firm_engagement_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_engagement")),
        sa.UniqueConstraint(
            "firm_id",
            "organisation_id",
            "contract_number",
            "since",
            name=op.f("uq_firm_engagement_firm_id_organisation_id_contract_number_since"),
        ),
    )
    with op.batch_alter_table("firm_engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_engagement_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_firm_engagement_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "import_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "organisations",
                "names",
                "subordinations",
                "people",
                "projects",
                "offices",
                "roles",
                "certificates",
                "engagements",
                "firm_engagements",
                "hr_records",
                name="importkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.String(length=32), nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "checked",
                "applying",
                "applied",
                "abandoned",
                "refused",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "all_or_nothing",
                "valid_rows",
                name="importmode",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("started_at", awards_db.UtcDateTime(length=32), nullable=False),
        sa.Column("finished_at", awards_db.UtcDateTime(length=32), nullable=True),
        sa.Column("claimed_until", awards_db.UtcDateTime(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_run_organisation_id")
        ),
        sa.ForeignKeyConstraint(["started_by"], ["user.id"], name=op.f("fk_import_run_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_run_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "project_office",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("base_id", sa.String(length=32), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("act_number", sa.String(length=60), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.Column("title_kk", sa.String(length=300), nullable=False),
        sa.Column("title_ru", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_project_office_order")),
        sa.ForeignKeyConstraint(["base_id"], ["organisation.id"], name=op.f("fk_project_office_base_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_office_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_office")),
        sa.UniqueConstraint("organisation_id", "since", name=op.f("uq_project_office_organisation_id_since")),
    )
    with op.batch_alter_table("project_office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_office_base_id"), ["base_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_office_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "distinct_people",
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", awards_db.UtcDateTime(length=32), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinct_people_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_distinct_people_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_distinct_people_second_id")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_distinct_people")),
    )
    op.create_table(
        "firm_consultant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("engagement_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "since IS NULL OR until IS NULL OR until >= since", name=op.f("ck_firm_consultant_order")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["firm_engagement.id"], name=op.f("fk_firm_consultant_engagement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_firm_consultant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_consultant")),
        sa.UniqueConstraint(
            "engagement_id", "person_id", name=op.f("uq_firm_consultant_engagement_id_person_id")
        ),
    )
    with op.batch_alter_table("firm_consultant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_consultant_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firm_consultant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "hr_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("act_number", sa.String(length=60), nullable=False),
        sa.Column("granted_by", sa.String(length=32), nullable=False),
        sa.Column("granted_at", awards_db.UtcDateTime(length=32), nullable=False),
        sa.Column("revoked_at", awards_db.UtcDateTime(length=32), nullable=True),
        sa.CheckConstraint("granted_by <> user_id", name=op.f("ck_hr_grant_four_eyes")),
        sa.ForeignKeyConstraint(["granted_by"], ["user.id"], name=op.f("fk_hr_grant_granted_by")),
        sa.ForeignKeyConstraint(
            ["user_id", "organisation_id"],
            ["membership.user_id", "membership.organisation_id"],
            name=op.f("fk_hr_grant_user_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hr_grant")),
    )
    with op.batch_alter_table("hr_grant", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hr_grant_active",
            ["user_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "hr_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "incentive",
                "penalty",
                name="hrrecordkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("act_number", sa.String(length=60), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.CheckConstraint("lifted_on IS NULL OR lifted_on >= given_on", name=op.f("ck_hr_record_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hr_record_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hr_record_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hr_record")),
    )
    with op.batch_alter_table("hr_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hr_record_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hr_record_person_id"), ["person_id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "add",
                "change",
                "same",
                "wrong",
                name="rowoutcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_row_run_id")),
        sa.PrimaryKeyConstraint("run_id", "line", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index("ix_import_row_outcome", ["run_id", "outcome", "line"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_record_id"), ["record_id"], unique=False)

    op.create_table(
        "succession",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("predecessor_id", sa.String(length=32), nullable=False),
        sa.Column("successor_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "merger",
                "accession",
                "division",
                "separation",
                "transformation",
                name="successionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("act_number", sa.String(length=60), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.Column("subordination_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("predecessor_id <> successor_id", name=op.f("ck_succession_not_itself")),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name=op.f("fk_succession_predecessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["subordination_id"], ["subordination.id"], name=op.f("fk_succession_subordination_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_succession_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "predecessor_id", "successor_id", name=op.f("uq_succession_predecessor_id_successor_id")
        ),
        sa.UniqueConstraint("subordination_id", name=op.f("uq_succession_subordination_id")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_succession_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_succession_successor_id"), ["successor_id"], unique=False)

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("file_name", sa.String(length=200), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_certificate_file_sha256"), "blob", ["file_sha256"], ["sha256"]
        )

    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checks", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.String(length=400), server_default="", nullable=False))
        batch_op.add_column(sa.Column("merged_into_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_person_merged_into_id"), "person", ["merged_into_id"], ["id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_person_not_itself"), "merged_into_id <> id")
    _fill_name_keys()

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chartered_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))

    with op.batch_alter_table("role_held", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("unit", sa.String(length=200), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_role_held_office_id"), ["office_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_role_held_office_id"), "project_office", ["office_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("ck_role_held_rolecode"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_role_held_rolecode"), _one_of("role", ROLES))


def _fill_name_keys() -> None:
    """As `core.text.name_key` has it: the first two words of the folded name, in alphabetical order."""
    person = sa.table("person", sa.column("id"), sa.column("folded"), sa.column("name_key"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(person.c.id, person.c.folded)).all():
        key = " ".join(sorted(row.folded.split()[:2]))
        connection.execute(sa.update(person).where(person.c.id == row.id).values(name_key=key))


def downgrade() -> None:
    """SQLite would rebuild `nomination` under its triggers, so its column is dropped in place."""
    with op.batch_alter_table("role_held", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_role_held_office_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_role_held_rolecode"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_role_held_rolecode"), _one_of("role", ROLES[:-3]))
        batch_op.drop_index(batch_op.f("ix_role_held_office_id"))
        batch_op.drop_column("unit")
        batch_op.drop_column("office_id")

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_column("closed_on")
        batch_op.drop_column("planned_on")
        batch_op.drop_column("chartered_on")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_person_not_itself"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_person_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_person_name_key"))
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("name_key")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("ended_on")

    op.execute("ALTER TABLE nomination DROP COLUMN checks")

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certificate_file_sha256"), type_="foreignkey")
        batch_op.drop_column("file_name")
        batch_op.drop_column("file_sha256")

    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_successor_id"))
        batch_op.drop_index(batch_op.f("ix_succession_predecessor_id"))

    op.drop_table("succession")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_record_id"))
        batch_op.drop_index("ix_import_row_outcome")

    op.drop_table("import_row")
    with op.batch_alter_table("hr_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hr_record_person_id"))
        batch_op.drop_index(batch_op.f("ix_hr_record_organisation_id"))

    op.drop_table("hr_record")
    with op.batch_alter_table("hr_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hr_grant_active",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("hr_grant")
    with op.batch_alter_table("firm_consultant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_consultant_person_id"))
        batch_op.drop_index(batch_op.f("ix_firm_consultant_engagement_id"))

    op.drop_table("firm_consultant")
    op.drop_table("distinct_people")
    with op.batch_alter_table("project_office", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_office_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_project_office_base_id"))

    op.drop_table("project_office")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_run_organisation_id"))

    op.drop_table("import_run")
    with op.batch_alter_table("firm_engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_engagement_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_firm_engagement_firm_id"))

    op.drop_table("firm_engagement")
