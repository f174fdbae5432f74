"""Every text of every package is there in Kazakh and Russian, with the same placeholders."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from awards.web.locale import DOMAINS
from tests.architecture.application import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
PACKAGES = sorted(
    {path.parent.name for name in ("words.py", "words") for path in (ROOT / "awards").glob(f"*/{name}")}
    - {"web"}
)
SHARED = "web"
"""The catalogue of texts that pages of every package show."""

KAZAKH_ONLY = re.compile("[әғқңөұүһі]", re.IGNORECASE)
"""Letters that Russian does not have; the number of the order, 301/НҚ, is written so in every language."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def _folders(package: str) -> list[Path]:
    places = [ROOT / "awards" / package, ROOT / "templates" / ("shared" if package == SHARED else package)]
    return [place for place in places if place.is_dir()]


@cache
def _texts(package: str) -> frozenset[str]:
    """The English texts written in the package's sources."""
    found: set[str] = set()
    for folder in _folders(package):
        for _, _, text, _, _ in extract_from_dir(folder, METHODS, OPTIONS, keywords=KEYWORDS):
            found.update((text,) if isinstance(text, str) else text)
    return frozenset(found)


@cache
def _letters() -> frozenset[str]:
    found: set[str] = set()
    for path in sorted((ROOT / "templates" / "emails").glob("*.txt")):
        for _, text, _, _ in extract_from_file(
            "jinja2", path, keywords=KEYWORDS, options={"silent": "false"}
        ):
            found.update((text,) if isinstance(text, str) else text)
    return frozenset(found)


@cache
def _catalogue(package: str, locale: str) -> Catalog:
    path = ROOT / "translations" / locale / "LC_MESSAGES" / f"{package}.po"
    if not path.exists():
        return Catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale)


def _said(text: str, locale: str, *packages: str) -> str:
    """The translation in the first of these catalogues that has one, or an empty text."""
    for package in packages:
        message = _catalogue(package, locale).get(text)
        if message is not None and message.string and not message.fuzzy:
            return message.string if isinstance(message.string, str) else message.string[0]
    return ""


def _faults(texts: frozenset[str], locale: str, *packages: str) -> list[str]:
    faults = []
    for text in sorted(texts - {""}):
        said = _said(text, locale, *packages)
        if not said:
            faults.append(f"not translated: {text}")
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(said)):
            faults.append(f"other placeholders: {text} | {said}")
    return faults


def test_the_search_finds_texts_of_python_and_of_pages() -> None:
    assert {"Saved.", "Skip to the content"} <= _texts(SHARED)


@pytest.mark.parametrize("locale", ["kk", "ru"])
@pytest.mark.parametrize("package", [SHARED, *PACKAGES])
def test_a_package_speaks_both_languages(package: str, locale: str) -> None:
    assert _faults(_texts(package), locale, package, SHARED) == []


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_letters_speak_both_languages(locale: str) -> None:
    assert _faults(_letters(), locale, "emails") == []


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_catalogues_say_one_text_in_one_way(locale: str) -> None:
    """The app lays all catalogues over each other: where two differ, one package shows the other's words."""
    said: dict[str, dict[str, str]] = {}
    for package in (SHARED, *PACKAGES, "emails"):
        for message in _catalogue(package, locale):
            if isinstance(message.id, str) and message.id and isinstance(message.string, str):
                said.setdefault(message.id, {})[package] = message.string
    assert {text: ways for text, ways in said.items() if len(set(ways.values())) > 1} == {}


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_every_catalogue_is_loaded(locale: str) -> None:
    """A catalogue that the app does not name would be translated for nobody."""

    present = {path.stem for path in (ROOT / "translations" / locale / "LC_MESSAGES").glob("*.po")}
    assert present <= set(DOMAINS)


def test_the_russian_catalogues_are_in_russian() -> None:
    strange = [
        (package, message.id)
        for package in (SHARED, *PACKAGES, "emails")
        for message in _catalogue(package, "ru")
        if KAZAKH_ONLY.search(str(message.string).replace("НҚ", ""))
    ]
    assert strange == []
