"""Labels of enumerations: members of equal value are equal keys; one would silently take another's label."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

WORDS = sorted([*Path("awards").glob("*/words.py"), *Path("awards").glob("*/words/*.py")])


@pytest.mark.parametrize("path", WORDS, ids=lambda path: "-".join(path.parts[1:]))
def test_no_dictionary_holds_two_members_of_one_value(path: Path) -> None:
    module = import_module(".".join(path.with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Dict):
            continue
        members = [
            getattr(getattr(module, key.value.id), key.attr)
            for key in node.keys
            if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name)
        ]
        values = [member.value for member in members]
        twice = sorted({value for value in values if values.count(value) > 1})
        assert not twice, f"{path}:{node.lineno}: {twice}"
