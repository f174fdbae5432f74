"""How values are written for people: instants in Astana time, points, money, texts."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from awards.core.clock import ASTANA
from awards.core.points import shown
from awards.core.text import Text
from awards.web.locale import current_locale

THIN = "\u202f"
_APPENDIX = re.compile(r"(?:app\.|appendix) (\d+)")
MONTHS = {
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def text(value: Text | None) -> str:
    return value.in_(current_locale()) if value else ""


def instant(value: datetime | None) -> str:
    """05.03.2026 14:30, Astana time; the page says once that it is Astana time."""
    return value.astimezone(ASTANA).strftime("%d.%m.%Y %H:%M") if value else ""


def day(value: date | None) -> str:
    return value.strftime("%d.%m.%Y") if value else ""


def long_day(value: date | datetime | None) -> str:
    """As acts write it: 2026 жылғы 5 наурыз, 5 марта 2026 года, 5 March 2026."""
    if value is None:
        return ""
    on = value.astimezone(ASTANA).date() if isinstance(value, datetime) else value
    locale = current_locale()
    month = MONTHS[locale][on.month - 1]
    forms = {"kk": f"{on.year} жылғы {on.day} {month}", "ru": f"{on.day} {month} {on.year} года"}
    return forms.get(locale, f"{on.day} {month} {on.year}")


def points(milli: int | None) -> str:
    """Two decimals, rounded down, so a score below the line never reads 90.00 (D6)."""
    if milli is None:
        return "—"
    return _decimal(shown(milli))


def decimal(value: float | None, places: int = 2) -> str:
    return "—" if value is None else _decimal(f"{value:.{places}f}")


def number(value: int | None) -> str:
    """Groups of three with a narrow space."""
    return "—" if value is None else f"{value:,}".replace(",", THIN)


def tenge(value: int | None) -> str:
    return "—" if value is None else f"{number(value)}{THIN}₸"


def size(value: int) -> str:
    """Bytes as megabytes or kilobytes."""
    units = {"kk": ("МБ", "КБ"), "ru": ("МБ", "КБ")}.get(current_locale(), ("MB", "KB"))
    if value >= 1_000_000:
        return f"{_decimal(f'{value / 1_000_000:.1f}')}{THIN}{units[0]}"
    return f"{max(1, round(value / 1000))}{THIN}{units[1]}"


def level(half: int | None) -> str:
    """A half-level 0..20 as a level 0..10 in steps of 0.5."""
    return "" if half is None else _decimal(f"{half / 2:g}")


def _decimal(figure: str) -> str:
    return figure if current_locale() == "en" else figure.replace(".", ",")


def cited(points: str) -> str:
    """Places in the Rules with their appendices in the reader's language: "54, app. 1" is "54, 1-қосымша"."""
    return _APPENDIX.sub(lambda found: _("appendix %(number)s", number=found[1]), points)


def init_app(app: Flask) -> None:
    functions: tuple[Any, ...] = (
        text, instant, day, long_day, points, decimal, number, tenge, size, level, cited,
    )  # fmt: skip
    app.jinja_env.filters.update({function.__name__: function for function in functions})
