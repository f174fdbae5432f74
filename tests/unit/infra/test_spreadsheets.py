"""Tables go out without formulas and come in within limits; what is written is read back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.core.errors import Refusal
from awards.infra.spreadsheets import Row, read_table, write_csv, write_xlsx
from tests.unit.infra import sample_files as sample

FORMULAS = ["=1+1", "+7 701", "-2", "@SUM(A1)", "  =cmd|'/c calc'!A1", "\t=1", "\r=1", "＝1+1", "'=1"]


def refusal(data: bytes, name: str, **limits: int) -> Refusal:
    with pytest.raises(Refusal) as caught:
        list(read_table(data, name, **limits))
    return caught.value


def test_csv_has_a_mark_quotes_every_cell_and_disarms_texts_only() -> None:
    data = write_csv(["Ұйым", "балл"], [["=1+1", -5], ['a"b', Decimal("90.125")], [None, date(2026, 11, 22)]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        '"Ұйым","балл"', '"\'=1+1","-5"', '"a""b","90.125"', '"","2026-11-22"', "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_csv_cell_begins_as_a_formula_and_it_comes_back(text: str) -> None:
    data = write_csv([text], [])
    (cell,) = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert cell.startswith("'")
    assert next(read_table(data, "a.csv")).cells == (text.strip(),)


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1, max_size=4))
def test_what_csv_writes_csv_reads(cells: list[str]) -> None:
    data = write_csv(["x" for _ in cells], [cells])
    rows = [row.cells for row in read_table(data, "a.csv")][1:]
    wanted = tuple(cell.strip() for cell in cells)
    assert rows == ([wanted] if any(wanted) else [])


@pytest.mark.parametrize("text", FORMULAS[:5])
def test_xlsx_stores_a_formula_as_text_marked_as_such(text: str) -> None:
    data = write_xlsx({"Қорытынды": (["a"], [[text]])})
    cell = openpyxl.load_workbook(io.BytesIO(data))["Қорытынды"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_xlsx_keeps_numbers_and_dates_and_survives_odd_titles_and_signs() -> None:
    at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    in_astana = datetime.fromisoformat("2026-11-23T01:30")
    row = [90.125, 5, at, date(2026, 1, 2), float("nan"), "a\x00b"]
    sheets = {"Жоба: [2026]/1 " + "ұ" * 40: (["a"], [row])}
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheets)))
    found = [cell.value for cell in book.worksheets[0][2]]
    assert found == [90.125, 5, in_astana, datetime.fromisoformat("2026-01-02"), None, "ab"]


def test_xlsx_is_read_as_trimmed_text_with_its_line_numbers() -> None:
    data = sample.xlsx(
        ["БСН", " Атауы ", "күні"],
        [],
        [971240001315, "Әділет", datetime.fromisoformat("2026-03-01")],
        [0.1, True, datetime.fromisoformat("2026-03-01T09:30")],
    )
    assert list(read_table(data, "Ұйымдар.XLSX")) == [
        Row(1, ("БСН", "Атауы", "күні")),
        Row(3, ("971240001315", "Әділет", "2026-03-01")),
        Row(4, ("0.1", "true", "2026-03-01T09:30:00")),
    ]


def test_the_first_visible_sheet_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("b").append(["seen"])
    out = io.BytesIO()
    book.save(out)
    assert list(read_table(out.getvalue(), "a.xlsx")) == [Row(1, ("seen",))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_delimiters_and_encodings_are_told(delimiter: str, encoding: str) -> None:
    text = delimiter.join(['"a,;\tb"', "Ғ", "c"]) + "\r\n\r\n" + delimiter.join(["1", '"two\nlines"', "3"])
    rows = list(read_table((text + "\nx").encode(encoding), "a.csv"))
    assert rows[0].cells == ("a,;\tb", "Ғ", "c")
    assert rows[1] == Row(3, ("1", "two\nlines", "3"))
    assert rows[2].line == 5


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a", "a.xls", "spreadsheets.kind_not_allowed"),
        (b" \n", "a.csv", "spreadsheets.empty"),
        ("Қала;Әкімдік".encode("utf-16-le"), "a.csv", "spreadsheets.not_unicode"),
        ("Астана;Костанай".encode("cp1251"), "a.csv", "spreadsheets.not_unicode"),
        (b'a,b\n"open,1\n', "a.csv", "spreadsheets.damaged"),
        (b"x" * (20 * 1024**2 + 1), "a.csv", "spreadsheets.too_large"),
        (b"not a zip", "a.xlsx", "spreadsheets.damaged"),
        (sample.docx(), "a.xlsx", "spreadsheets.damaged"),
        (sample.packed({"xl/sheet.xml": b"\0" * 30_000_000}), "a.xlsx", "spreadsheets.bomb"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, name: str, code: str) -> None:
    assert refusal(data, name).code == code


def test_a_csv_fault_names_its_line() -> None:
    assert refusal(b'a,b\n1,2\n3,"4"5\n', "a.csv").facts["line"] == 3


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_rows_and_columns_are_capped(name: str) -> None:
    def table(rows: int, columns: int) -> bytes:
        lines = [["x"] * columns for _ in range(rows)]
        return write_csv(lines[0], lines[1:]) if name == "a.csv" else sample.xlsx(*lines)

    assert len(list(read_table(table(3, 200), name, max_rows=3))) == 3
    assert refusal(table(4, 1), name, max_rows=3).code == "spreadsheets.too_many_rows"
    assert refusal(table(1, 201), name).code == "spreadsheets.too_many_columns"


def test_two_cells_in_opposite_corners_do_not_take_the_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample.xlsx(["a"]))) as honest, zipfile.ZipFile(out, "w") as archive:
        for name in honest.namelist():
            content = honest.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            archive.writestr(name, content)
    assert refusal(out.getvalue(), "a.xlsx").code == "spreadsheets.bomb"


def shared(text: str, cells: int) -> bytes:
    """A workbook that keeps one text once and shows it in so many rows."""
    out = io.BytesIO()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    honest = zipfile.ZipFile(io.BytesIO(sample.xlsx(["a"])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in honest.namelist():
            content = honest.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(b"<row.*</row>", rows.encode(), content)
            archive.writestr(name, content)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}"><si><t>{text}</t></si></sst>')
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_one_long_text_in_many_cells_does_not_become_a_flood() -> None:
    """Some kilobytes would otherwise reach the portal as gigabytes, and its database with them."""
    text = "мәтін " * 5_000
    packed = shared(text, 1_000)
    assert len(packed) < 20_000
    assert refusal(packed, "a.xlsx").code == "spreadsheets.bomb"
    assert list(read_table(shared(text, 2), "a.xlsx")) == [Row(n, (text.strip(),)) for n in (1, 2)]
