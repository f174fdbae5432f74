"""Lists come in pages, with a total order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from awards.infra.db import db

Item = TypeVar("Item")
PAGE_SIZE = 30


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: its items, its number from 1, how many pages and items there are."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int


def page_of(
    rows: Select[Any], make: Callable[[Any], Item], *, number: int = 1, size: int = PAGE_SIZE
) -> Page[Item]:
    """Run `rows` (which must be ordered to the last tie) for one page; two queries, whatever the size."""
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    pages = max(1, -(-total // size))
    current = min(max(1, number), pages)
    found = db.session.execute(rows.limit(size).offset((current - 1) * size))
    return Page(tuple(make(row) for row in found), current, pages, total)
