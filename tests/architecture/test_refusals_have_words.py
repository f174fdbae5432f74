"""A code without words would be shown to people as it is; a word without its fact would be a fault."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from awards.app import FEATURES
from awards.web import words
from tests.architecture.application import modules, portal

PLACEHOLDER = re.compile(r"%\((\w+)\)")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("words")
    return portal(folder)


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{path}:{node.lineno}", node


def _facts(call: ast.Call) -> set[str] | None:
    """The names of the facts given, or None where they are not written out in the call."""
    given = next((keyword.value for keyword in call.keywords if keyword.arg == "facts"), None)
    if given is None and len(call.args) > 2:
        given = call.args[2]
    if given is None:
        return set()
    if not isinstance(given, ast.Dict):
        return None
    names = {key.value for key in given.keys if isinstance(key, ast.Constant)}
    return names if len(names) == len(given.keys) else None


def test_every_refusal_has_words(app: Flask) -> None:
    known = words.known_refusals()
    silent = []
    for place, call in _calls("Refusal"):
        code = call.args[0] if call.args else None
        if isinstance(code, ast.Constant) and code.value not in known:
            silent.append(f"{place} {code.value}")
        if isinstance(code, ast.JoinedStr):
            pattern = "".join(
                re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in code.values
            )
            if not any(re.fullmatch(pattern, one) for one in known):
                silent.append(f"{place} {pattern}")
    assert silent == []


def test_the_words_of_a_refusal_use_only_facts_it_carries(app: Flask) -> None:
    spoken: dict[str, Any] = {}
    for _, module in FEATURES:
        spoken |= module.REFUSALS
    spoken |= words.REFUSALS
    missing = []
    with app.test_request_context("/en/"):
        for place, call in _calls("Refusal"):
            code, facts = call.args[0] if call.args else None, _facts(call)
            if not isinstance(code, ast.Constant) or code.value not in spoken or facts is None:
                continue
            wanted = set(PLACEHOLDER.findall(str(spoken[code.value])))
            if not wanted <= facts:
                missing.append(f"{place} {code.value} lacks {sorted(wanted - facts)}")
    assert missing == []


def test_every_notice_after_an_act_has_words(app: Flask) -> None:
    with app.test_request_context("/en/"):
        silent = [
            f"{path}:{node.lineno} {keyword.value.value}"
            for path, tree in modules()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for keyword in node.keywords
            if keyword.arg == "done"
            and isinstance(keyword.value, ast.Constant)
            and isinstance(keyword.value.value, str)
            and words.done_text(keyword.value.value) is None
        ]
    assert silent == []


@pytest.mark.parametrize("name", [module.__name__ for _, module in FEATURES])
def test_no_label_is_lost_to_another_of_the_same_value(name: str) -> None:
    """Members of two enumerations with the same value are equal: one mapping would keep only the later."""
    module = import_module(name)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    labels = getattr(module, "LABELS", {})
    kept = sum(len(group) for group in (labels if isinstance(labels, tuple) else (labels,)))
    written = sum(
        len([key for key in node.keys if isinstance(key, ast.Attribute)])
        for statement in tree.body
        if isinstance(statement, ast.AnnAssign) and getattr(statement.target, "id", "") == "LABELS"
        for node in ast.walk(statement)
        if isinstance(node, ast.Dict)
    )
    assert kept >= written
