"""THE description of every table that the registry takes in and gives out: one for each ImportKind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from awards.core.text import Text
from awards.registry.domain.catalogue import regions, roles, schemes
from awards.registry.domain.tables.columns import Column, words_of
from awards.registry.domain.tables.types import (
    Code,
    Day,
    Flag,
    Languages,
    NationalNumber,
    OneOf,
    Tenge,
    Words,
)
from awards.registry.domain.vocabulary import (
    CertificateState,
    EngagementKind,
    Financing,
    HrRecordKind,
    ImportKind,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    RoleCode,
    TimeLimit,
)

_BIN, _IIN = NationalNumber("bin"), NationalNumber("iin")
_ROLES: Mapping[str, Text] = {code.value: entry.name for code, entry in roles().items()}
_SCHEMES: Mapping[str, Text] = {code: entry.name for code, entry in schemes().items()}

SECRET = frozenset({"iin"})
"""Columns whose cells are stored sealed and shown masked (SECURITY S14); exports leave them empty (S16)."""


@dataclass(frozen=True)
class Table:
    """The columns of one kind of table, in the order of its template and its export."""

    kind: ImportKind
    columns: tuple[Column, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Column]:
        return {column.code: column for column in self.columns}

    def column_of(self, field: str) -> str:
        """The code of the column to which a refusal about `field` belongs; "" for the row as a whole."""
        for column in self.columns:
            if field == (column.field or column.code):
                return column.code
        return field if field in self.by_code else ""


def _id() -> Column:
    return Column("id", Code())


def _person(*, is_required: bool = False) -> tuple[Column, ...]:
    """Whom a row is about: the code of the record, else the IIN, else a name that one person bears."""
    return (
        Column("person_id", Code(), field="person"),
        Column("iin", _IIN),
        Column("full_name", Words(), is_required, field="person_id"),
    )


def _title() -> tuple[Column, ...]:
    return (
        Column("title_kk", Words(), is_required=True),
        Column("title_ru", Words(), is_required=True),
        Column("title_en", Words(), empty=""),
    )


def _name() -> tuple[Column, ...]:
    return (
        Column("name_kk", Words(), is_required=True),
        Column("name_ru", Words(), is_required=True),
        Column("name_en", Words(), empty=""),
    )


def _dates() -> tuple[Column, ...]:
    return Column("since", Day(), is_required=True), Column("until", Day(), empty=None)


def _act() -> tuple[Column, ...]:
    return Column("act_number", Words(), empty=""), Column("act_date", Day(), empty=None)


def _organisation(code: str = "bin", field: str = "organisation_id", *, is_required: bool = True) -> Column:
    return Column(code, _BIN, is_required, field=field, empty=None)


_COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.ORGANISATIONS: (
        Column("bin", _BIN, is_required=True),
        Column("kind", OneOf(words_of(OrganisationKind), OrganisationKind), is_required=True),
        Column("region", OneOf(regions()), is_required=True),
        *_name(),
        Column("name_since", Day(), field="since"),
    ),
    ImportKind.NAMES: (
        _organisation(),
        Column("since", Day(), is_required=True),
        *_name(),
    ),
    ImportKind.SUBORDINATIONS: (
        _id(),
        _organisation(field="child_id"),
        _organisation("parent_bin", "parent_id"),
        *_dates(),
    ),
    ImportKind.PEOPLE: (
        _id(),
        Column("iin", _IIN),
        Column("full_name", Words(), is_required=True),
        Column("region", OneOf(regions()), empty=""),
        Column("languages", Languages()),
        Column("is_trainer", Flag()),
    ),
    ImportKind.PROJECTS: (
        Column("number", Code()),
        _organisation(),
        *_title(),
        Column("starts_on", Day(), is_required=True),
        Column("ends_on", Day(), empty=None),
        Column("chartered_on", Day(), empty=None),
        Column("planned_on", Day(), empty=None),
        Column("closed_on", Day(), empty=None),
        Column("budget_tenge", Tenge()),
        Column("scale", OneOf(words_of(ProjectScale), ProjectScale)),
        Column("product", OneOf(words_of(ProductKind), ProductKind)),
        Column("time_limit", OneOf(words_of(TimeLimit), TimeLimit)),
        Column("financing", OneOf(words_of(Financing), Financing)),
    ),
    ImportKind.OFFICES: (
        _organisation(),
        _organisation("base_bin", "base_id", is_required=False),
        *_title(),
        *_dates(),
        *_act(),
    ),
    ImportKind.ROLES: (
        _id(),
        *_person(),
        Column("role", OneOf(_ROLES, RoleCode), is_required=True),
        _organisation(),
        Column("project_number", Code(), field="project_id", empty=None),
        Column("office_since", Day(), field="office_id", empty=None),
        Column("unit", Words(), empty=""),
        *_dates(),
        *_act(),
    ),
    ImportKind.CERTIFICATES: (
        Column("scheme", OneOf(_SCHEMES, is_open=True), is_required=True),
        Column("certificate_number", Words(), is_required=True, field="number"),
        *_person(),
        Column("level", Words(), empty=""),
        Column("issuer", Words(), empty=""),
        Column("issued_on", Day(), is_required=True),
        Column("valid_until", Day(), empty=None),
        Column("status", OneOf(words_of(CertificateState), CertificateState)),
        Column("link", Words(), empty=""),
    ),
    ImportKind.ENGAGEMENTS: (
        _id(),
        *_person(),
        _organisation(),
        Column("kind", OneOf(words_of(EngagementKind), EngagementKind), is_required=True),
        *_dates(),
        Column("firm", Words(), empty=""),
        Column("contract_number", Words(), empty=""),
    ),
    ImportKind.FIRM_ENGAGEMENTS: (
        _organisation("firm_bin", "firm_id"),
        _organisation("client_bin"),
        Column("contract_number", Words(), empty=""),
        *_dates(),
        *_person(),
        Column("person_since", Day(), empty=None),
        Column("person_until", Day(), empty=None),
    ),
    ImportKind.HR_RECORDS: (
        _id(),
        *_person(),
        _organisation(),
        Column("kind", OneOf(words_of(HrRecordKind), HrRecordKind), is_required=True),
        Column("what", Words(), is_required=True),
        Column("given_on", Day(), is_required=True),
        Column("lifted_on", Day(), empty=None),
        *_act(),
    ),
}

TABLES: Mapping[ImportKind, Table] = {kind: Table(kind, columns) for kind, columns in _COLUMNS.items()}
