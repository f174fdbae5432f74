"""Laws of the registry's tables: what a column writes it reads again, in every language."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.core.errors import Refusal
from awards.core.identifiers import check_digit
from awards.core.text import Locale
from awards.infra.spreadsheets import read_table, write_csv, write_xlsx
from awards.registry.domain import (
    CertificateState,
    EngagementKind,
    Financing,
    HrRecordKind,
    ImportKind,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    TimeLimit,
)
from awards.registry.domain.tables import TABLES, Column, matched, parsed, tidy, words_of
from awards.registry.domain.tables.types import Day, Flag, Languages, NationalNumber, OneOf, Tenge, Words
from awards.web.words import label
from tests.architecture.application import portal

LOCALES = st.sampled_from([locale.value for locale in Locale])
COLUMNS = [
    pytest.param(column, id=f"{kind.value}-{column.code}")
    for kind, table in TABLES.items()
    for column in table.columns
]
NUMBERS = st.integers(1, 10**11 - 1).map(lambda n: f"{n:011d}").filter(lambda n: check_digit(n) is not None)


def _values(column: Column) -> st.SearchStrategy[object]:
    """Values that the registry can hold in this column."""
    kind = column.type
    if isinstance(kind, Day):
        return st.dates(date(1850, 1, 1), date(2200, 1, 1))
    if isinstance(kind, Tenge):
        return st.integers(0, 10**15)
    if isinstance(kind, NationalNumber):
        return NUMBERS.map(lambda eleven: f"{eleven}{check_digit(eleven)}")
    if isinstance(kind, OneOf):
        return st.sampled_from([kind.make(code) for code in kind.words])
    if isinstance(kind, Flag):
        return st.booleans()
    if isinstance(kind, Languages):
        return st.sets(st.sampled_from(list(Locale)), min_size=1).map(
            lambda chosen: tuple(code.value for code in Locale if code in chosen)
        )
    if isinstance(kind, Words):
        return st.text(min_size=1, max_size=80).map(tidy).filter(bool)
    return st.text("0123456789abcdef-", min_size=1, max_size=32)


@pytest.mark.parametrize("column", COLUMNS)
@settings(max_examples=20)
@given(data=st.data(), locale=LOCALES)
def test_a_column_reads_what_it_writes(column: Column, data: st.DataObject, locale: str) -> None:
    """Through the file as well: CSV disarms formulas and trims, and the value is the same afterwards."""
    value = data.draw(_values(column))
    cell = column.type.render(value, locale)
    assert column.type.parse(str(cell).strip()) == value
    (row,) = list(read_table(write_csv(["head"], [[cell]]), "t.csv"))[1:]
    assert column.type.parse(row.cells[0]) == value


@settings(max_examples=15)
@given(texts=st.lists(st.text(min_size=1, max_size=40).map(tidy).filter(bool), min_size=1, max_size=5))
def test_texts_survive_a_workbook(texts: list[str]) -> None:
    data = write_xlsx({"1": (["head"], [[text] for text in texts])})
    rows = list(read_table(data, "t.xlsx"))[1:]
    assert [tidy(row.cells[0]) for row in rows] == texts


@pytest.mark.parametrize("kind", list(ImportKind))
@pytest.mark.parametrize("locale", list(Locale))
def test_headings_are_known_in_every_language_in_any_order(kind: ImportKind, locale: Locale) -> None:
    columns = TABLES[kind].columns[::-1]
    written = [f"  {column.header.in_(locale).upper()} *" for column in columns]
    assert matched(TABLES[kind], written) == tuple(column.code for column in columns)


@pytest.mark.parametrize("kind", list(ImportKind))
def test_no_two_columns_of_a_table_share_a_heading(kind: ImportKind) -> None:
    for locale in Locale:
        headings = Counter(column.header.in_(locale).casefold() for column in TABLES[kind].columns)
        assert [heading for heading, count in headings.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("99134000080", "registry.import_zeros_lost"),
        ("9.9134E+11", "registry.import_rounded"),
        ("9,91E11", "registry.import_rounded"),
        ("991340000802", "registry.bin_invalid"),
        ("000000000000", "registry.bin_invalid"),
    ],
)
def test_a_number_that_a_spreadsheet_spoilt_is_told_apart(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        NationalNumber("bin").parse(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.03.2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05T00:00:00", date(2026, 3, 5)),
    ],
)
def test_days_as_people_and_spreadsheets_write_them(text: str, day: date) -> None:
    assert Day().parse(text) == day


@pytest.mark.parametrize("text", ["31.02.2026", "05/03/2026", "2026-3-5", "вчера", "45000", "05.03.26",
                                  "05.03.0206", "9999-12-31"])  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="import_day"):
        Day().parse(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("120 000 000", 120_000_000), ("120\u202f000\u00a0000 ₸", 120_000_000), ("5000.00", 5000), ("0", 0)],
)
def test_money_with_spaces(text: str, amount: int) -> None:
    assert Tenge().parse(text) == amount


@pytest.mark.parametrize("text", ["1.5", "12,5", "миллион", "1e6", "1-2"])
def test_what_is_no_whole_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="import_tenge"):
        Tenge().parse(text)


def test_cells_to_the_right_of_the_headings_are_noticed() -> None:
    row = parsed(TABLES[ImportKind.PEOPLE], ("full_name",), 2, ("Әлия", "shifted"))
    assert [problem.code for problem in row.problems] == ["registry.import_cells_beyond"]


def test_the_words_of_enumerations_are_those_of_the_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file is read without a page's language: the words ship as data, and must be the same."""
    app: Flask = portal(tmp_path_factory.mktemp("words"))
    kinds = (
        CertificateState, EngagementKind, Financing, HrRecordKind, OrganisationKind, ProductKind,
        ProjectScale, TimeLimit,
    )  # fmt: skip
    for locale in Locale:
        with app.test_request_context(f"/{locale.value}/"):
            app.preprocess_request()
            said = {(kind, member): label(member) for kind in kinds for member in kind}
        shipped = {(kind, member): words_of(kind)[member.value].in_(locale) for kind, member in said}
        assert shipped == said
