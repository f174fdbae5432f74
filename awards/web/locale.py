"""The language is part of the address (/kk/, /ru/, /en/): pages are shareable and need no cookie."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import Babel

from awards.config import ROOT
from awards.core.text import Locale

NAMES = {Locale.KK: "Қазақша", Locale.RU: "Русский", Locale.EN: "English"}
PREFIX = "/<any(kk, ru, en):lang>"
DOMAINS = (
    "web",
    "accounts",
    "registry",
    "competition",
    "submissions",
    "assessment",
    "jury",
    "results",
    "board",
    "emails",
)
"""One message catalogue for each package, so that a package carries its own words; letters have theirs."""


def current_locale() -> str:
    """The language of this request; Kazakh where the address does not say."""
    return str(g.get("lang", Locale.KK.value))


def language_links() -> list[tuple[str, str, str, bool]]:
    """(code, name, address of this very page, is current) for the language switch."""
    values: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict()}
    values.pop("done", None)
    endpoint = request.endpoint if request.endpoint not in (None, "static", "front") else None
    links = []
    for code, name in NAMES.items():
        values["lang"] = code.value
        address = url_for(endpoint, **values) if endpoint else f"/{code.value}/"
        links.append((code.value, name, address, code.value == current_locale()))
    return links


def _pull(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.lang = values.pop("lang")
    elif (first := request.path.split("/")[1]) in tuple(Locale):
        g.lang = first


def init_app(app: Flask) -> None:
    """Languages in addresses and message catalogues by package."""
    app.config["BABEL_DEFAULT_LOCALE"] = Locale.EN.value
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Almaty"
    folder = str(ROOT / "translations")
    Babel(
        app,
        default_translation_directories=";".join([folder] * len(DOMAINS)),
        default_domain=";".join(DOMAINS),
        locale_selector=current_locale,
    )
    app.url_value_preprocessor(_pull)

    @app.url_defaults
    def _add(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_locale()

    app.jinja_env.globals.update(language_links=language_links, current_locale=current_locale)
