"""Child process of `file_kinds`: takes one file apart under hard limits and prints a verdict as JSON.

Request on standard input: `{"path", "kind", "rewrite_to"}`; answer: `{"code", "flags"}`;
`code` is "" when all is well. Each kind imports its parser alone, after the limits are set, so that the
process starts fast.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from awards.infra import confined

MEMORY_BYTES = 512 * 1024**2
CPU_SECONDS = 10
LARGEST_REWRITE = 200 * 1024**2
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024**2
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1024**2
MAX_PIXELS = 40_000_000
_MAX_INDEX_XML = 4 * 1024**2
_CHUNK = 1024**2

_MAIN_TYPE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_MACROS = re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|attachedtoolbars", re.IGNORECASE)
_OBJECTS = re.compile(r"activex|oleobject|/control$", re.IGNORECASE)
_EXTERNAL = re.compile(r"externallink", re.IGNORECASE)
_ON_OWN_DISK = re.compile(r"(file:///)?[A-Za-z]:[\\/](?![\\/])[^:]*|[^:\\/%][^:]*")
"""A target that no program fetches from a network, such as the author's own Word template."""

_EMBEDDABLE = (".docx", ".xlsx", ".pptx")

_PDF_MARKS = {
    "/JavaScript": "javascript", "/JS": "javascript", "/Launch": "launch", "/EmbeddedFile": "embedded_file",
    "/EmbeddedFiles": "embedded_file", "/RichMedia": "embedded_file", "/XFA": "form_xfa",
}  # fmt: skip


class Rejected(Exception):  # noqa: N818 - an answer, not a fault
    """The file is refused; the message is the code."""


def main() -> int:
    """Set the limits, read the request, look at the file, print the verdict."""
    confined.confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, file_bytes=LARGEST_REWRITE)
    request = json.load(sys.stdin)
    code, flags = "", []
    try:
        look = _LOOKS[request["kind"]]
        flags = sorted(look(Path(request["path"]), request["kind"], Path(request["rewrite_to"])))
    except Rejected as refusal:
        code = str(refusal)
    except MemoryError:
        code = "files.bomb"
    json.dump({"code": code, "flags": flags}, sys.stdout)
    return 0


def _look_at_pdf(path: Path, _kind: str, _rewrite_to: Path) -> set[str]:
    import pikepdf  # noqa: PLC0415 - one parser per process

    if _is_zip(path):
        raise Rejected("files.not_what_it_says")
    try:
        with pikepdf.open(path) as pdf:
            if len(pdf.pages) == 0:
                raise Rejected("files.damaged")
            flags = {"restricted"} if pdf.is_encrypted else set()
            return flags | _pdf_marks(pdf, pikepdf)
    except pikepdf.PasswordError as error:
        raise Rejected("files.encrypted") from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise Rejected("files.damaged") from error


def _is_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _pdf_marks(pdf: Any, pikepdf: Any) -> set[str]:
    """Flags for what can act or hide in a PDF: names looked for in every object, values and keys alike."""
    found: set[str] = set()
    waiting = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Name):
            found.add(str(item))
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            for key, value in item.items():
                found.add(key)
                waiting += _direct(value, pikepdf)
        elif isinstance(item, pikepdf.Array):
            for value in item:
                waiting += _direct(value, pikepdf)
    return {flag for mark, flag in _PDF_MARKS.items() if mark in found}


def _direct(value: Any, pikepdf: Any) -> list[Any]:
    """The value itself unless it is a plain scalar or stands in the list of objects anyway."""
    return [value] if isinstance(value, pikepdf.Object) and not value.is_indirect else []


def _look_at_office(path: Path, kind: str, _rewrite_to: Path) -> set[str]:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - one parser per process

    try:
        with zipfile.ZipFile(path) as archive:
            names = entries(archive)
            types = _content_types(archive)
            relationships = list(_relationships(archive, names))
            _check_contents(names, types, relationships)
            _check_main_part(archive, kind, names, types, relationships)
            _read_all(archive)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, ParseError, SAXException) as error:
        raise Rejected("files.damaged") from error
    except (ValueError, DefusedXmlException) as error:  # a DTD, an entity: no office program writes one
        raise Rejected("files.damaged") from error
    return {"embedded_file"} if any("/embeddings/" in name.lower() for name in names) else set()


def entries(archive: zipfile.ZipFile) -> list[str]:
    """The entries' names, once their declared sizes, names and encryption have been found in order."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Rejected("files.bomb")
    for info in infos:
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise Rejected("files.bomb")
        if info.flag_bits & 0x1:
            raise Rejected("files.encrypted")
        if info.filename.startswith("/") or "\\" in info.filename or ".." in info.filename.split("/"):
            raise Rejected("files.not_what_it_says")
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) != len(names) or min(info.header_offset for info in infos) != 0:
        raise Rejected("files.not_what_it_says")
    return names


def _index_xml(archive: zipfile.ZipFile, name: str) -> Element:
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - one parser per process

    if archive.getinfo(name).file_size > _MAX_INDEX_XML:
        raise Rejected("files.bomb")
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _content_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name (or ".extension" for a default) to content type."""
    if "[Content_Types].xml" not in archive.namelist():
        raise Rejected("files.not_what_it_says")
    types = {}
    for element in _index_xml(archive, "[Content_Types].xml"):
        key = element.get("PartName") or "." + element.get("Extension", "")
        types[key] = element.get("ContentType", "")
    return types


def _relationships(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str, str, bool]]:
    """(source .rels part, type, target, is external) of every relationship in the package."""
    for name in names:
        if name.lower().endswith(".rels"):
            for element in _index_xml(archive, name):
                external = element.get("TargetMode", "").lower() == "external"
                yield name, element.get("Type", ""), element.get("Target", ""), external


def _check_contents(
    names: list[str], types: dict[str, str], relationships: list[tuple[str, str, str, bool]]
) -> None:
    said = [*names, *types, *types.values(), *(kind for _, kind, _, _ in relationships)]
    for pattern, code in (
        (_MACROS, "files.macros"),
        (_OBJECTS, "files.embedded_objects"),
        (_EXTERNAL, "files.external_links"),
    ):
        if any(pattern.search(text) for text in said):
            raise Rejected(code)
    if any(
        external and not kind.endswith("/hyperlink") and not _ON_OWN_DISK.fullmatch(target)
        for _, kind, target, external in relationships
    ):
        raise Rejected("files.external_links")
    embedded = (name.lower() for name in names if "/embeddings/" in name.lower())
    if any(not name.endswith((*_EMBEDDABLE, "/", ".rels")) for name in embedded):
        raise Rejected("files.embedded_objects")


def _check_main_part(
    archive: zipfile.ZipFile,
    kind: str,
    names: list[str],
    types: dict[str, str],
    relationships: list[tuple[str, str, str, bool]],
) -> None:
    """The package's one office document has the type that the extension claims, and is well-formed XML."""
    from defusedxml.sax import parse  # noqa: PLC0415 - one parser per process

    mains = [
        target.lstrip("/")
        for source, relation, target, _ in relationships
        if source == "_rels/.rels" and relation.endswith("/officeDocument")
    ]
    if len(mains) != 1 or mains[0] not in names or types.get("/" + mains[0]) != _MAIN_TYPE[kind]:
        raise Rejected("files.not_what_it_says")
    with archive.open(mains[0]) as part:
        parse(part, ContentHandler(), forbid_dtd=True)


def _read_all(archive: zipfile.ZipFile) -> None:
    """Unpack every entry to nowhere: the checksums must hold, and no entry may be longer than it declared."""

    for info in archive.infolist():
        try:
            with archive.open(info) as part:
                while part.read(_CHUNK):
                    pass
        except zlib.error as error:
            raise Rejected("files.damaged") from error


def _look_at_image(path: Path, kind: str, rewrite_to: Path) -> set[str]:
    """Decode every pixel and write the picture anew: upright, colour profile kept, all else left behind."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - one parser per process

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    expected = {"png": "PNG", "jpg": "JPEG"}[kind]
    try:
        with Image.open(path, formats=[expected]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Rejected("files.bomb")
            image.load()
            upright = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) != 1 else image
            options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
            if expected == "JPEG":
                options |= {"quality": "keep" if upright is image else 95, "exif": b"", "comment": b""}
            else:
                options |= {"pnginfo": None, "exif": None}
            upright.save(rewrite_to, expected, **options)
    except Image.DecompressionBombError as error:
        raise Rejected("files.bomb") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Rejected("files.damaged") from error
    return set()


_LOOKS: dict[str, Callable[[Path, str, Path], set[str]]] = {
    "pdf": _look_at_pdf,
    "docx": _look_at_office,
    "xlsx": _look_at_office,
    "pptx": _look_at_office,
    "png": _look_at_image,
    "jpg": _look_at_image,
}

if __name__ == "__main__":
    sys.exit(main())
