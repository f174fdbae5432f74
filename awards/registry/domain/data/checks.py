"""What every value of the registry is asked: filled in, not too long, in order, known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from awards.core.errors import Refusal
from awards.core.text import seen
from awards.registry.domain.catalogue import regions

FIRST_YEAR, LAST_YEAR = 1850, 2200
"""Between them every fact of the registry happens; "0206" is a slip of the keyboard, "9999" means no end."""


def is_thinkable(day: date) -> bool:
    """Whether anything that is recorded can have happened, or end, on this day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def missing(**values: object) -> Iterator[Refusal]:
    """A refusal for each value in which there is nothing to see."""
    for field, value in values.items():
        if value is None or (isinstance(value, str) and not seen(value).strip()):
            yield Refusal("registry.required", facts={"field": field})


def too_long(limit: int, **values: str) -> Iterator[Refusal]:
    for field, value in values.items():
        if len(value) > limit:
            yield Refusal("registry.too_long", facts={"field": field, "limit": limit})


def order(since: date | None, until: date | None, field: str = "until") -> Iterator[Refusal]:
    if since is not None and until is not None and until < since:
        yield Refusal("registry.date_order", facts={"field": field})


def region(code: str, *, is_required: bool) -> Iterator[Refusal]:
    if (code or is_required) and code not in regions():
        yield Refusal("registry.unknown_region", facts={"field": "region"})
