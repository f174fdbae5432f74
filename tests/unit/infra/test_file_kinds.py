"""A file is let in only when its extension, its signature and its structure agree."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from awards.core.errors import Refusal
from awards.infra import confined, file_kinds
from tests.unit.infra import sample_files as sample

ALL = frozenset(file_kinds.KINDS)
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def check(folder: Path, data: bytes, name: str, allowed: frozenset[str] = ALL) -> file_kinds.Checked:
    path = folder / "upload"
    path.write_bytes(data)
    return file_kinds.check(path, name, allowed=allowed, rewrite_to=folder / "rewritten")


def refusal(folder: Path, data: bytes, name: str) -> str:
    with pytest.raises(Refusal) as caught:
        check(folder, data, name)
    assert caught.value.facts["name"] == name
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (sample.pdf(2), "report.pdf", "pdf"),
        (sample.docx(), "Қазақстан есебі.DOCX", "docx"),
        (sample.xlsx(), "table.xlsx", "xlsx"),
        (sample.png(), "scheme.png", "png"),
        (sample.jpg_with_position(), "photo.jpeg", "jpg"),
    ],
)
def test_an_honest_file_is_let_in(tmp_path: Path, data: bytes, name: str, kind: str) -> None:
    checked = check(tmp_path, data, name)
    assert (checked.kind.name, checked.flags) == (kind, ())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 200, "setup.exe"),
        (b"<svg onload='x()'/>", "logo.svg"),
        (sample.docx(), "report"),
        (sample.docx(), "report.docm"),
    ],
)
def test_a_kind_off_the_list_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    assert refusal(tmp_path, data, name) == "files.kind_not_allowed"


def test_the_list_of_the_place_counts(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        check(tmp_path, sample.png(), "a.png", frozenset({"pdf", "docx"}))
    assert caught.value.code == "files.kind_not_allowed"
    assert caught.value.facts["allowed"] == ("docx", "pdf")


def _stray_pdf_in_docx() -> bytes:
    """A package whose first entry, stored, begins with a PDF header: both programs open it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", b"%PDF-1.4\n")
        with zipfile.ZipFile(io.BytesIO(sample.docx())) as honest:
            for name in honest.namelist():
                archive.writestr(name, honest.read(name))
    return out.getvalue()


def _zip_inside_pdf() -> bytes:
    """A PDF that is a zip as well: the package before the end-of-file mark, found from behind."""
    return sample.pdf() + sample.packed({"a.js": "alert(1)"}) + b"\n%%EOF\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 200, "report.pdf"),
        (sample.docx(), "table.xlsx"),
        (sample.docx(), "report.pdf"),
        (sample.png(), "photo.jpg"),
        (sample.packed({"classes.dex": "x"}), "report.docx"),
        (sample.docx(main_type=TEMPLATE_TYPE), "report.docx"),
        (sample.docx({"../evil.txt": "x"}), "report.docx"),
        (b"GIF89a" + sample.pdf(), "report.pdf"),
        (sample.pdf() + b"<script>alert(1)</script>", "report.pdf"),
        (_zip_inside_pdf(), "report.pdf"),
        (_stray_pdf_in_docx(), "report.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-word.docx"),
    ],
)
def test_a_disguise_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    assert refusal(tmp_path, data, name) == "files.not_what_it_says"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sample.docx(main_type=MACRO_TYPE), "files.macros"),
        (sample.docx({"word/vbaProject.bin": b"\0" * 64}), "files.macros"),
        (sample.docx({"word/activeX/activeX1.xml": "<a/>"}), "files.embedded_objects"),
        (sample.docx({"word/embeddings/oleObject1.bin": b"MZ"}), "files.embedded_objects"),
        (sample.docx({"word/embeddings/tool.exe": b"MZ"}), "files.embedded_objects"),
        (
            sample.docx(
                {
                    "word/_rels/settings.xml.rels": sample.relationships(
                        ("attachedTemplate", "http://x/t.dotm", True)
                    )
                }
            ),
            "files.external_links",
        ),
        (
            sample.docx(
                {
                    "word/_rels/document.xml.rels": sample.relationships(
                        ("image", "http://track.er/p.png", True)
                    )
                }
            ),
            "files.external_links",
        ),
        (sample.docx(body="<unclosed>"), "files.damaged"),
        (sample.docx()[:-40], "files.damaged"),
        (
            sample.docx(
                {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><w xmlns="urn:x">&b;</w>'},
            ),
            "files.damaged",
        ),
    ],
)
def test_what_a_package_may_not_carry(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(tmp_path, data, "report.docx") == code


@pytest.mark.parametrize(
    ("target", "fetched"),
    [
        ("file:///C:\\Users\\a\\Templates\\Есеп.dotx", False),
        ("Normal.dotm", False),
        ("file:///\\\\host\\share\\t.dotm", True),
        ("file://host/share/t.dotm", True),
        ("\\\\host\\t.dotm", True),
        ("//host/t.dotm", True),
        ("mhtml:http://host/t", True),
    ],
)
def test_a_template_is_refused_when_word_would_fetch_it(tmp_path: Path, target: str, fetched: bool) -> None:
    links = sample.relationships(("attachedTemplate", target, True))
    data = sample.docx({"word/_rels/settings.xml.rels": links})
    if fetched:
        assert refusal(tmp_path, data, "report.docx") == "files.external_links"
    else:
        assert check(tmp_path, data, "report.docx").flags == ()


def test_a_hyperlink_and_an_embedded_table_are_usual(tmp_path: Path) -> None:
    links = sample.relationships(("hyperlink", "https://gov.kz/", True))
    extra = {"word/_rels/document.xml.rels": links, "word/embeddings/Sheet.xlsx": sample.xlsx()}
    assert check(tmp_path, sample.docx(extra), "report.docx").flags == ("embedded_file",)


def test_an_encrypted_word_document_is_told_from_an_old_one(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(tmp_path, data, "report.docx") == "files.encrypted"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/media/zeros.xml": b"\0" * 30_000_000},
        {f"word/{n}.xml": b"" for n in range(2_001)},
    ],
    ids=["ratio", "entries"],
)
def test_a_bomb_is_refused_unopened(tmp_path: Path, parts: dict[str, bytes | str]) -> None:
    assert refusal(tmp_path, sample.docx(parts), "report.docx") == "files.bomb"


def test_an_entry_longer_than_it_declares_is_refused(tmp_path: Path) -> None:
    data = bytearray(sample.docx({"word/big.xml": b"abc" * 5_000}))
    at = data.rindex(b"word/big.xml") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refusal(tmp_path, bytes(data), "report.docx") == "files.damaged"


def test_a_pdf_with_a_password_is_refused_and_one_with_restrictions_is_flagged(tmp_path: Path) -> None:
    locked = sample.pdf_changed(lambda _: None, encryption=pikepdf.Encryption(user="u", owner="o"))
    assert refusal(tmp_path, locked, "report.pdf") == "files.encrypted"
    restricted = sample.pdf_changed(lambda _: None, encryption=pikepdf.Encryption(user="", owner="o"))
    assert check(tmp_path, restricted, "report.pdf").flags == ("restricted",)


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action, Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([link])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["data.bin"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="data.bin")


@pytest.mark.parametrize(
    ("change", "flag"), [(_script, "javascript"), (_launch, "launch"), (_attachment, "embedded_file")]
)
def test_a_pdf_that_can_act_is_flagged(tmp_path: Path, change: object, flag: str) -> None:
    data = sample.pdf_changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert check(tmp_path, data, "report.pdf").flags == (flag,)


@pytest.mark.parametrize("cut", [200, -8])
def test_a_pdf_cut_short_is_damaged(tmp_path: Path, cut: int) -> None:
    assert refusal(tmp_path, sample.pdf()[:cut], "report.pdf") == "files.damaged"


def test_a_photograph_loses_its_metadata_and_what_hides_behind_it(tmp_path: Path) -> None:
    check(tmp_path, sample.jpg_with_position() + b"MZ hidden program", "photo.jpg")
    data = (tmp_path / "rewritten").read_bytes()
    assert b"SecretCamera" not in data
    assert b"hidden program" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (20, 40), "turned upright, as it was seen"
        assert not dict(image.getexif())


def test_a_picture_that_declares_too_many_pixels_is_a_bomb(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert refusal(tmp_path, out.getvalue(), "big.png") == "files.bomb"


def test_a_picture_cut_short_is_damaged(tmp_path: Path) -> None:
    assert refusal(tmp_path, sample.png((400, 400))[:-60], "cut.png") == "files.damaged"


def test_a_broken_checker_is_a_fault_and_never_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_kinds, "WORKER", "awards.infra.no_such_worker")
    with pytest.raises(file_kinds.FileCheckError, match="no_such_worker"):
        check(tmp_path, sample.pdf(), "report.pdf")


def test_a_child_that_does_not_end_is_killed() -> None:
    started = time.monotonic()
    ended = confined.run("code", b"import time; time.sleep(60)\n", seconds=1)
    assert ended.timed_out
    assert time.monotonic() - started < 10


def test_the_child_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARDS_SECRET_KEY", "do-not-pass-on")
    ended = confined.run("code", b"import os; print(dict(os.environ))\n", seconds=10)
    assert b"PATH" in ended.stdout
    assert b"do-not-pass-on" not in ended.stdout
