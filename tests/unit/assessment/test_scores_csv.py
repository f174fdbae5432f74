"""The CSV of `awards calibrate`: what it accepts, and every refusal with its line."""

import pytest

from awards.assessment.domain import scores_csv
from awards.core.errors import InputError

HEADER = "entry,assessor,score\n"


def test_reads_plain_rows_in_any_order():
    panel = scores_csv.read(HEADER + "e2,b,70\ne1,b,90.5\ne1,a,89.999\n", "s.csv")
    assert list(panel.rows()) == [("e1", "a", 89_999), ("e1", "b", 90_500), ("e2", "b", 70_000)]


def test_accepts_bom_crlf_quotes_blanks_and_empty_lines():
    text = '\ufeffentry,assessor,score\r\n"Әділет, №1", a ,"100"\r\n\r\n"say ""yes""",a,0.0\r\n'
    panel = scores_csv.read(text, "s.csv")
    assert list(panel.rows()) == [('say "yes"', "a", 0), ("Әділет, №1", "a", 100_000)]


def test_a_file_without_a_final_line_end_is_whole():
    assert scores_csv.read(HEADER + "e,a,07.25", "s.csv").milli.tolist() == [7_250]


@pytest.mark.parametrize(
    ("body", "line", "cause"),
    [
        ("e,a,90\ne,b\n", 3, "there are 2 fields, not 3"),
        ("e,a,90,1\n", 2, "there are 4 fields, not 3"),
        ("e;a;90\n", 2, "there are 1 fields, not 3"),
        (",a,90\n", 2, "the entry is empty"),
        ('e,"  ",90\n', 2, "the assessor is empty"),
        ('e,"a\x07",90\n', 2, "unprintable"),
        ("e,a,\n", 2, "the score '' is not a number"),
        ("e,a,ninety\n", 2, "not a number"),
        ("e,a,NaN\n", 2, "not a number"),
        ("e,a,inf\n", 2, "not a number"),
        ("e,a,9e1\n", 2, "not a number"),
        ("e,a,0x5\n", 2, "not a number"),
        ("e,a,٩٠\n", 2, "not a number"),
        ("e,a,9_0\n", 2, "not a number"),
        ("e,a,90.\n", 2, "not a number"),
        ('e,a,"90,5"\n', 2, "the decimal mark is a point"),
        ('e,a,"1,000"\n', 2, "thousands are not separated"),
        ("e,a,1 000\n", 2, "not a number"),
        ("e,a,89.9995\n", 2, "more than three decimals"),
        ("e,a,90.5000\n", 2, "more than three decimals"),
        ("e,a,100.001\n", 2, "outside 0..100"),
        ("e,a,-0.5\n", 2, "outside 0..100"),
        ("e,a," + "9" * 6000 + "\n", 2, "outside 0..100"),
        ("e,a,90\n\n\ne,b,x\n", 5, "not a number"),
        ('e,a,90\n"e,b,80\n', 3, "not valid CSV"),
        ('e,"a\nb",90\n', 2, "unprintable"),
    ],
)
def test_refuses_a_bad_row_and_names_its_line(body, line, cause):
    with pytest.raises(InputError) as refused:
        scores_csv.read(HEADER + body, "scores.csv")
    assert refused.value.line == line
    assert cause in refused.value.cause
    assert str(refused.value).startswith(f"scores.csv:{line}: ")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 250


def test_a_repeated_pair_names_both_lines():
    with pytest.raises(InputError, match="scored twice, on lines 2 and 4") as refused:
        scores_csv.read(HEADER + "e,a,90\ne,b,90\n e ,a,90\n", "s.csv")
    assert refused.value.line == 4


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("", 1, "empty"),
        ("\ufeff\r\n\r\n", 1, "empty"),
        ("e,a,90\n", 1, "header"),
        ("assessor,entry,score\n", 1, "header"),
        ("entry,assessor,score,note\n", 1, "header"),
        ("entry;assessor;score\n", 1, "header"),
        (HEADER, 1, "no scores"),
        (HEADER + "\n\n", 1, "no scores"),
    ],
)
def test_refuses_a_file_without_header_or_rows(text, line, cause):
    with pytest.raises(InputError) as refused:
        scores_csv.read(text, "s.csv")
    assert refused.value.line == line
    assert cause in refused.value.cause
