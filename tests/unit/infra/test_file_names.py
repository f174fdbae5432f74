"""Names of files keep what people wrote and lose what could deceive or break a header."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.infra.files import ascii_fallback, blob_path, clean_name, content_disposition


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("Қазақстан есебі.docx", "Қазақстан есебі.docx"),
        ("C:\\Users\\Әсел\\Есеп.pdf", "Есеп.pdf"),
        ("../../etc/passwd", "passwd"),
        ("report\r\nSet-Cookie: a=b.pdf", "reportSet-Cookie: a=b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("И\u0306од.pdf", "Йод.pdf"),
        ("a\u00a0\u2003 b.pdf", "a b.pdf"),
        ("   ", "document"),
        (".pdf", "document.pdf"),
        ("..", "document"),
    ],
)
def test_clean_name(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


def test_a_long_name_is_cut_before_its_extension() -> None:
    clean = clean_name("Ұ" * 400 + ".docx")
    assert clean == "Ұ" * 145 + ".docx"


@given(st.text(max_size=300))
def test_any_name_becomes_safe_and_stays_so(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 150
    assert clean_name(clean) == clean
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") or sign in "/\\" for sign in clean)


@given(st.text(max_size=80))
def test_the_header_is_plain_ascii_and_gives_the_name_back(name: str) -> None:
    header = content_disposition(name, number=7)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.rpartition("UTF-8''")[2]) == clean_name(name)


def test_fallback_keeps_plain_names_and_numbers_the_others() -> None:
    assert ascii_fallback("report-2026 v2.pdf") == "report-2026 v2.pdf"
    assert ascii_fallback("Есеп.pdf", 3) == "document-3.pdf"
    assert ascii_fallback("Есеп.құжат") == "document-1"
    assert content_disposition("Есеп.pdf", inline=True).startswith(
        'inline; filename="document-1.pdf"; filename*='
    )


@pytest.mark.parametrize("sha256", ["", "../../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_digest_names_a_blob(sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        blob_path(Path("files"), sha256)
