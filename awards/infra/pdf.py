"""PDF from the portal's own HTML templates, and QR codes to put in them (S15).

The rendering happens in a child process (`pdf_worker`) that is killed after its time; the same HTML gives
the same bytes. Templates embed the font themselves:

    @font-face { font-family: "Golos Text"; src: url("fonts/pdf/GolosText-Regular.ttf"); }
    html { font-family: "Golos Text"; }

with addresses relative to `root`. Never give it HTML that people wrote: templates with autoescape only.
"""

from __future__ import annotations

import base64
import io
import json
import unicodedata
from pathlib import Path

import segno

from awards.infra import confined

WORKER = "awards.infra.pdf_worker"
MAX_ROWS = 1_000
_CODES = {3: "warnings", 4: "limits"}
"""Exit statuses of the worker."""
_UNDRAWN = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_DRAWN_AS = {**dict.fromkeys(_UNDRAWN), 0x2010: "-", 0x2011: "-"}


class PdfError(Exception):
    """No PDF was made. `code` is `time`, `limits`, `rows`, `warnings` or `broken`; `details` for the log."""

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(": ".join([code, "; ".join(details)]) if details else code)
        self.code = code
        self.details = details


def render(html: str, *, root: Path, title: str, lang: str, timeout: float = 20) -> bytes:
    """Turn `html` into a PDF with the document language `lang` and the title in its metadata.

    Fonts and pictures are read from under `root` only, or from data: addresses. The bytes depend on the
    arguments alone: no date, author or producer is left in them. Signs that are not drawn (soft hyphens,
    direction marks) are dropped first. Raises PdfError when a letter has no glyph in the embedded font, a
    picture or font is missing or out of bounds, there are more than 1,000 table rows, or `timeout` seconds
    or 1 GB do not suffice.
    """
    rows = html.lower().count("<tr")
    if rows > MAX_ROWS:
        raise PdfError("rows", (f"{rows} table rows, at most {MAX_ROWS}",))
    request = {
        "html": unicodedata.normalize("NFC", html).translate(_DRAWN_AS),
        "root": str(root.resolve()),
        "title": unicodedata.normalize("NFC", title),
        "lang": lang,
    }
    ended = confined.run(WORKER, json.dumps(request).encode(), seconds=timeout)
    if ended.timed_out:
        raise PdfError("time", (f"{timeout} s",))
    if ended.hit_a_limit:
        raise PdfError("limits")
    if ended.returncode != 0:
        code = _CODES.get(ended.returncode, "broken")
        lines = ended.stderr.decode(errors="replace").splitlines()
        raise PdfError(code, tuple(lines[-20:] if code == "warnings" else lines[-1:]))
    return ended.stdout


def qr_png(data: str, *, scale: int = 6) -> bytes:
    """A QR code (level M, quiet zone included) as black and white PNG; the same data gives the same bytes."""
    out = io.BytesIO()
    segno.make_qr(data, error="m").save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def qr_data_uri(data: str, *, scale: int = 6) -> str:
    """`qr_png` as a data: address for `<img src>` in a print template; give the img a width and a height."""
    return "data:image/png;base64," + base64.b64encode(qr_png(data, scale=scale)).decode("ascii")
