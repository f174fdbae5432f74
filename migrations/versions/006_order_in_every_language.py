"""Names sort as they are shown in Russian and English too, and what search compares is folded anew.

Revision: 006, after 005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.core.text import Text, fold, name_key, sort_key

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

TABLES = {"organisation_name": "name", "project": "title"}
"""Tables whose rows bear a name in three languages, and how its columns begin."""


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for locale in ("ru", "en"):
                column = f"sort_key_{locale}"
                batch_op.add_column(
                    sa.Column(column, sa.String(length=900), server_default="", nullable=False)
                )
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
    for table, prefix in TABLES.items():
        _fold_names(table, prefix)
    _fold_people()


def _fold_names(table: str, prefix: str) -> None:
    columns = [sa.column(f"{prefix}_{locale}") for locale in ("kk", "ru", "en")]
    rows = sa.table(
        table,
        sa.column("id"),
        sa.column("folded"),
        sa.column("sort_key_ru"),
        sa.column("sort_key_en"),
        *columns,
    )
    connection = op.get_bind()
    for key, *names in connection.execute(sa.select(rows.c.id, *columns)).all():
        name = Text(*names)
        values = {
            "sort_key_ru": sort_key(name.in_("ru")),
            "sort_key_en": sort_key(name.in_("en")),
            "folded": fold(" ".join(names)),
        }
        connection.execute(sa.update(rows).where(rows.c.id == key).values(values))


def _fold_people() -> None:
    person = sa.table(
        "person", sa.column("id"), sa.column("full_name"), sa.column("folded"), sa.column("name_key")
    )
    connection = op.get_bind()
    for key, name in connection.execute(sa.select(person.c.id, person.c.full_name)).all():
        values = {"folded": fold(name), "name_key": name_key(name)}
        connection.execute(sa.update(person).where(person.c.id == key).values(values))


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for locale in ("ru", "en"):
                batch_op.drop_index(batch_op.f(f"ix_{table}_sort_key_{locale}"))
                batch_op.drop_column(f"sort_key_{locale}")
