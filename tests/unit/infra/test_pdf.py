"""PDFs carry every Kazakh letter, repeat byte for byte, and cannot run away or look around."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pypdf
import pytest

from awards.config import ROOT
from awards.infra import pdf

STATIC = ROOT / "awards" / "static"
LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі ₸"
STYLE = """<style>
@font-face { font-family: "Golos Text"; src: url("fonts/pdf/GolosText-Regular.ttf"); }
@font-face { font-family: "Golos Text"; font-weight: bold; src: url("fonts/pdf/GolosText-Bold.ttf"); }
html { font-family: "Golos Text"; }
</style>"""


def page(body: str, style: str = STYLE) -> str:
    return f"<html><head>{style}</head><body>{body}</body></html>"


def render(html: str, root: Path = STATIC, timeout: float = 20) -> bytes:
    return pdf.render(html, root=root, title="Хаттама № 1", lang="kk", timeout=timeout)


def test_the_kazakh_letters_come_back_and_the_bytes_repeat() -> None:
    qr = f'<img src="{pdf.qr_data_uri("https://example.org/v/1")}" width="90" height="90">'
    html = page(f"<p>{LETTERS}</p><p><b>{LETTERS}</b> Байқоңыр</p>{qr}")
    made = render(html)
    text = " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())
    assert text.count(LETTERS) == 2
    time.sleep(1.1)
    assert render(html) == made


def test_language_and_title_are_in_and_the_makers_name_is_out() -> None:
    with pikepdf.open(io.BytesIO(render(page("<p>Есеп</p>")))) as document:
        assert str(document.Root.Lang) == "kk"
        assert {key: str(value) for key, value in document.docinfo.items()} == {"/Title": "Хаттама № 1"}
        with document.open_metadata() as xmp:
            assert xmp["dc:title"] == "Хаттама № 1"
            assert "pdf:Producer" not in xmp


@pytest.mark.parametrize("body", ["<p>漢</p>", '<p style="font-family: Courier">Ә</p>'])
def test_a_letter_without_a_glyph_is_an_error(body: str) -> None:
    with pytest.raises(pdf.PdfError, match="U\\+") as caught:
        render(page(body))
    assert caught.value.code == "warnings"


def test_signs_that_are_not_drawn_and_split_letters_do_no_harm() -> None:
    made = render(page("<p>Ере\u00adже\u200b бой\u2011ынша И\u0306</p>"))
    assert "Ереже бой-ынша Й" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname">',
        '<img src="../config.py">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<table><tr><td style="background-image: url(/etc/passwd)">x</td></tr></table>',
        '<link rel="stylesheet" href="file:///etc/passwd"><p>x</p>',
    ],
)
def test_nothing_outside_the_root_is_read(body: str) -> None:
    with pytest.raises(pdf.PdfError) as caught:
        render(page(body))
    assert caught.value.code == "warnings"


def test_a_wide_span_is_killed() -> None:
    started = time.monotonic()
    with pytest.raises(pdf.PdfError) as caught:
        render(page('<table><tr><td colspan="100000000">x</td></tr></table>'))
    assert caught.value.code in ("limits", "time")
    assert time.monotonic() - started < 40


def test_a_slow_document_is_killed_at_its_time() -> None:
    with pytest.raises(pdf.PdfError) as caught:
        render(page('<table><tr><td colspan="3000000">x</td></tr></table>'), timeout=3)
    assert caught.value.code == "time"


def test_rows_are_capped() -> None:
    with pytest.raises(pdf.PdfError) as caught:
        render(page("<table>" + "<tr><td>x</td></tr>" * 1_001 + "</table>"))
    assert caught.value.code == "rows"


def test_a_qr_code_is_a_png_that_repeats_and_depends_on_its_data() -> None:
    first = pdf.qr_png("https://example.org/verify/1")
    assert first.startswith(b"\x89PNG")
    assert first == pdf.qr_png("https://example.org/verify/1")
    assert first != pdf.qr_png("https://example.org/verify/2")
