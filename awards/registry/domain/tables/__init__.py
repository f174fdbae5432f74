"""Tables of the registry as files: their columns, what their cells may hold, and how they are read."""

from __future__ import annotations

from awards.registry.domain.tables.columns import (
    REQUIRED_MARK,
    Column,
    Empty,
    example_mark,
    header,
    words_of,
)
from awards.registry.domain.tables.kinds import SECRET, TABLES, Table
from awards.registry.domain.tables.reading import (
    COMMENT_MARK,
    Parsed,
    Values,
    is_comment,
    matched,
    parsed,
    same,
)
from awards.registry.domain.tables.types import tidy

__all__ = [
    "COMMENT_MARK", "REQUIRED_MARK", "SECRET", "TABLES", "Column", "Empty", "Parsed", "Table", "Values",
    "example_mark", "header", "is_comment", "matched", "parsed", "same", "tidy", "words_of",
]  # fmt: skip
