"""A lifecycle has one writer: nothing but `infra.lifecycle` moves a `.state` (STYLE 7)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.application import modules

WRITER = "awards/infra/lifecycle.py"


def _writes(tree: ast.Module) -> Iterator[int]:
    """Lines that assign `.state`, set it by name, or update the column past the ORM."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        flat = [part for target in targets for part in ast.walk(target)]
        if any(
            isinstance(part, ast.Attribute) and part.attr == "state" and isinstance(part.ctx, ast.Store)
            for part in flat
        ):
            yield node.lineno
        if isinstance(node, ast.Call) and _sets_by_name(node):
            yield node.lineno


def _sets_by_name(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name) and call.func.id == "setattr":
        name = call.args[1] if len(call.args) > 1 else None
        return isinstance(name, ast.Constant) and name.value == "state"
    is_update = isinstance(call.func, ast.Attribute) and call.func.attr == "values"
    return is_update and any(keyword.arg == "state" for keyword in call.keywords)


@pytest.mark.parametrize(
    "source",
    [
        "entry.state = EntryState.SUBMITTED",
        "a, entry.state = 1, 2",
        "entry.state: EntryState = x",
        "setattr(entry, 'state', x)",
        "update(Entry).values(state=x)",
    ],
)
def test_the_search_sees_every_way_to_write(source: str) -> None:
    assert list(_writes(ast.parse(source)))


@pytest.mark.parametrize("source", ["if entry.state is x: pass", "Facts(state=entry.state)", "state = 1"])
def test_the_search_leaves_reading_alone(source: str) -> None:
    assert not list(_writes(ast.parse(source)))


def test_only_the_lifecycle_moves_a_state() -> None:
    found = [f"{path}:{line}" for path, tree in modules() if path != WRITER for line in _writes(tree)]
    assert found == []
