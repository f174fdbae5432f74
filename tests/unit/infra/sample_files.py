"""Real files made on the spot: office packages, PDFs, pictures, and their wicked relatives."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pikepdf
from PIL import Image
from reportlab.pdfgen import canvas

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def relationships(*items: tuple[str, str, bool]) -> str:
    """A .rels part of (type's last word, target, is external)."""
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for n, (kind, target, external) in enumerate(items)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{lines}</Relationships>'


def docx(extra: dict[str, bytes | str] | None = None, main_type: str = _MAIN, body: str = "Есеп") -> bytes:
    """The smallest Word document that Word opens, plus `extra` parts."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "_rels/.rels": relationships(("officeDocument", "word/document.xml", False)),
        "word/document.xml": document,
    }
    return packed(parts | (extra or {}))


def packed(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (["БСН", "Атауы"],):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, invariant=1)
    for page in range(pages):
        drawing.drawString(72, 720, f"Report, page {page + 1}")
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def pdf_changed(change: object, **save: object) -> bytes:
    """A PDF after `change(pdf)`, saved with pikepdf's options."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        change(document)  # type: ignore[operator]
        document.save(out, **save)
    return out.getvalue()


def png(size: tuple[int, int] = (8, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0a7").save(out, "PNG")
    return out.getvalue()


def jpg_with_position() -> bytes:
    """A photograph turned on its side (EXIF orientation 6) that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#a30").save(out, "JPEG", exif=exif, quality=80)
    return out.getvalue()
