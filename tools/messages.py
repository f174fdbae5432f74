"""Collect every message of every package and bring its Kazakh and Russian catalogue up to date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from awards.web.locale import DOMAINS

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date in the head of every catalogue, so that a run without new messages changes no file."""


def folders(domain: str) -> list[Path]:
    """Where the words of a package stand: its code and its templates; `web` has what all pages share."""
    pages = ROOT / "templates" / ("shared" if domain == "web" else domain)
    return [folder for folder in (ROOT / "awards" / domain, pages) if folder.is_dir()]


def collected(domain: str) -> Catalog:
    """The messages of a package, without translations."""
    catalog = Catalog(domain=domain, creation_date=EPOCH, fuzzy=False)
    for folder in folders(domain):
        for name, _line, message, comments, context in extract_from_dir(
            folder, method_map=METHODS, keywords=KEYWORDS, strip_comment_tags=True
        ):
            place = (folder / name).relative_to(ROOT).as_posix()
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def main() -> None:
    for domain in DOMAINS:
        template = collected(domain)
        for locale in ("kk", "ru"):
            path = ROOT / "translations" / locale / "LC_MESSAGES" / f"{domain}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            catalog = Catalog(locale=locale, domain=domain, creation_date=EPOCH, fuzzy=False)
            if path.exists():
                with path.open("rb") as file:
                    catalog = read_po(file, locale=locale, domain=domain)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            with path.open("wb") as file:
                write_po(file, catalog, omit_header=False, no_location=True, width=110, sort_output=True)
            missing = sum(1 for message in catalog if message.id and not message.string)
            print(f"{domain:12} {locale}  {len(catalog):4} messages, {missing} without a translation")


if __name__ == "__main__":
    main()
