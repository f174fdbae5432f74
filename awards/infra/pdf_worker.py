"""Child process of `pdf`: HTML in, PDF out, under hard limits.

Request on standard input: `{"html", "root", "title", "lang"}`. The PDF goes to standard output. Exit
status 3 means that the renderer warned (a missing glyph, a blocked or missing resource), one warning a line
on standard error, and 4 that the document needs more than it may have.
"""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from pathlib import Path

import pikepdf
import reportlab.rl_config
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from awards.infra import confined

MEMORY_BYTES = 1024**3
CPU_SECONDS = 20
RENDER_SECONDS = 15
LARGEST_FILE = 64 * 1024**2
WARNED, OVER_LIMITS = 3, 4


class _Warnings(logging.Handler):
    """Keeps what xhtml2pdf logs about resources it was refused; not all of it counts in `status.warn`."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))


def main() -> int:
    """Render the request and write the PDF, or say why not."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confined.confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, file_bytes=LARGEST_FILE)
    request = json.load(sys.stdin)
    try:
        raw, warnings = _render(request["html"], Path(request["root"]))
        if warnings:
            sys.stderr.write("\n".join(warnings) + "\n")
            return WARNED
        with answer:
            answer.write(_finish(raw, request["title"], request["lang"]))
    except (MemoryError, RenderLimitError, SystemError):  # the last is what native code makes of the first
        return OVER_LIMITS
    return 0


def _render(html: str, root: Path) -> tuple[bytes, list[str]]:
    """The PDF as reportlab writes it without dates, and every warning that spoils it."""
    reportlab.rl_config.invariant = 1
    heard = _Warnings()
    logger = logging.getLogger("xhtml2pdf")
    logger.addHandler(heard)
    logger.propagate = False
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(root, allow_remote=False, max_render_seconds=RENDER_SECONDS)
    status = pisa.CreatePDF(html, dest=out, path=str(root / "document.html"), resource_policy=policy)
    if status.err or status.warn:
        return b"", heard.lines or ["the renderer warned without words"]
    blocked = [line for line in heard.lines if "Blocked by the resource policy" in line]
    return out.getvalue(), blocked


def _finish(raw: bytes, title: str, lang: str) -> bytes:
    """Language, title and XMP go in; author, producer and dates go out; the file id is a digest."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        del pdf.docinfo
        pdf.docinfo["/Title"] = title
        pdf.Root.Lang = pikepdf.String(lang)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = title
            xmp["dc:language"] = [lang]
            xmp["dc:format"] = "application/pdf"
        pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
