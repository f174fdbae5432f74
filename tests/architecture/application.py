"""The whole portal for tests that look at it from outside, and its source files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from awards.app import create_app
from awards.config import Settings

ROOT = Path(__file__).parents[2]


def portal(folder: Path) -> Flask:
    """The app as it is served, over an empty database file that no test here reads."""
    return create_app(
        Settings(
            database_url=f"sqlite:///{folder / 'empty.sqlite3'}",
            storage=folder / "files",
            base_url="http://localhost",
            secret_key="a key for tests only, long enough to pass",
            testing=True,
        )
    )


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the portal: its path from the root, and its syntax tree."""
    for path in sorted((ROOT / "awards").rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
