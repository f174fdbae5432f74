"""The shared pieces: errors lead to their fields, charts stand where the figures are, paper loses nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from reportlab.pdfbase.ttfonts import TTFontFile
from wtforms import FieldList, Form, FormField, RadioField, StringField
from wtforms.validators import InputRequired

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "awards" / "static"
LINE = 90_000


@pytest.fixture(scope="module")
def pages() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters["points"] = lambda milli: "—" if milli is None else f"{milli / 1000:.2f}"
    return environment


def macro(pages: Environment, file: str, name: str) -> Any:
    return getattr(pages.get_template(f"shared/macros/{file}.html").module, name)


class Member(Form):
    name = StringField("Name", [InputRequired("Write the name")])


class Sample(Form):
    refused: tuple[str, ...] = ()
    title = StringField("Title", [InputRequired("Write the title")], description="As in the charter")
    tongue = RadioField("Language", [InputRequired("Choose")], choices=["kk", "ru"])
    team = FieldList(FormField(Member), min_entries=2)


@pytest.fixture
def returned() -> Sample:
    form = Sample()
    form.validate()
    return form


def test_every_error_in_the_summary_leads_to_a_control_of_the_page(
    pages: Environment, returned: Sample
) -> None:
    summary = macro(pages, "fields", "error_summary")(returned)
    page = "".join(macro(pages, "fields", "render_field")(field) for field in returned)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["title", "tongue-0", "team-0-name", "team-1-name"]
    assert set(targets) <= set(re.findall(r'<input[^>]*\bid="([^"]+)"', page))


def test_a_refusal_without_a_wrong_field_is_still_told(pages: Environment) -> None:
    form = Sample(title="t", tongue="kk", team=[{"name": "a"}, {"name": "b"}])
    form.refused = ("The call is closed (p.120)",)
    assert "The call is closed (p.120)" in macro(pages, "fields", "error_summary")(form)


def test_a_wrong_field_names_its_hint_and_its_error_to_assistive_technology(
    pages: Environment, returned: Sample
) -> None:
    page = macro(pages, "fields", "render_field")(returned.title)
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', page)
    assert described is not None
    assert described[1].split() == ["title-hint", "title-error"]
    assert all(f'id="{name}"' in page for name in described[1].split())
    assert 'aria-invalid="true"' in page


def test_what_a_person_wrote_is_escaped_in_a_table(pages: Environment) -> None:
    table = macro(pages, "data", "data_table")([{"key": "a", "label": "A"}], [{"a": "<b>x</b>"}], "Caption")
    assert "&lt;b&gt;x&lt;/b&gt;" in table


@pytest.mark.parametrize(("milli", "over"), [(LINE, True), (LINE - 1, False), (None, False)])
def test_only_a_score_of_the_zone_is_drawn_as_over_the_line(
    pages: Environment, milli: int | None, over: bool
) -> None:
    row = {"label": "E", "milli": milli, "low": None, "high": None, "raw": None}
    assert ("is-over" in macro(pages, "charts", "score_bar")(milli)) is over
    assert ("is-over" in macro(pages, "charts", "dot_whisker")([row], "Scores")) is over


def test_dots_stand_where_the_scores_are_and_never_outside_the_axis(pages: Environment) -> None:
    row = {"label": "E", "milli": 80_000, "low": 50_000, "high": 104_000, "raw": 70_000}
    plot = macro(pages, "charts", "dot_whisker")([row], "Scores", low=60_000)
    assert re.search(r'class="dot" cx="50\.0%"', plot)
    assert re.search(r'class="raw" cx="25\.0%"', plot)
    assert re.search(r'class="whisker" x1="0%" x2="100%"', plot) or re.search(
        r'class="whisker" x1="0\.0%" x2="100\.0%"', plot
    )


@pytest.mark.parametrize(("pages_in_all", "page"), [(2, 1), (9, 5), (9, 9), (40, 3)])
def test_the_pager_links_its_neighbours_and_never_beyond(
    pages: Environment, pages_in_all: int, page: int
) -> None:
    out = macro(pages, "pieces", "pager")(page, pages_in_all, lambda number: f"?page={number}")
    linked = {int(number) for number in re.findall(r'href="\?page=(\d+)"', out)}
    assert (
        {n for n in (page - 1, page + 1) if 1 <= n <= pages_in_all}
        <= linked
        <= set(range(1, pages_in_all + 1))
    )
    assert page not in linked


def test_a_long_table_on_paper_keeps_every_row_and_its_total(pages: Environment) -> None:
    print_table = pages.get_template("shared/print/parts.html").module.print_table  # type: ignore[attr-defined]
    rows = [[f"row-{number}", "1"] for number in range(137)]
    out = print_table(
        [{"label": "A", "width": 371}, {"label": "B", "width": 100}], rows, total=["all", "137"]
    )
    assert re.findall(r"row-(\d+)", out) == [str(number) for number in range(137)]
    assert out.count(">137<") == 1


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_of_documents_has_every_letter_they_use(weight: str) -> None:
    known = TTFontFile(str(STATIC / "fonts" / "pdf" / f"GolosText-{weight}.ttf")).charToGlyph
    needed = (
        "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸№«»–—’“”±×− \u202f"
        + "".join(map(chr, range(0x410, 0x450)))
        + "ЁёABCxyz0123456789"
    )
    assert [letter for letter in needed if ord(letter) not in known] == []


def test_no_template_or_sheet_reaches_outside() -> None:
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(STATIC / "css").glob("*.css"),
        *(STATIC / "js").glob("*.js"),
    ]
    outside = [
        file.name
        for file in files
        if re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", file.read_text("utf-8"))
    ]
    assert outside == []
