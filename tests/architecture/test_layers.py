"""The house's import rules: the contracts of pyproject.toml, and those that a list of modules cannot say."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import grimp
import pytest
from importlinter.cli import lint_imports

FEATURES = ("accounts", "registry", "competition", "submissions", "assessment", "jury", "results", "board")
NUMERIC = {"numpy", "scipy"}
PRIVATE = {"models", "forms", "views", "words"}
EDGES = {"app", "cli", "demo", "models", "wsgi"}
"""Modules that put the whole house together, so they may see all of it."""

EXEMPT: frozenset[tuple[str, str]] = frozenset(
    {
        # Use cases that lock or watch a lower row in their own transaction.
        ("awards.assessment.services.finalists", "awards.competition.models"),
        ("awards.assessment.services.scoring", "awards.competition.models"),
        ("awards.assessment.services.scoring", "awards.submissions.models"),
        ("awards.assessment.services.late_records", "awards.accounts.models"),
        ("awards.assessment.services.late_records", "awards.competition.models"),
        ("awards.assessment.services.late_records", "awards.registry.models"),
        ("awards.submissions.services.call", "awards.competition.models"),
        # One piece of a page or form that a higher package shows as well.
        ("awards.assessment.views.assessor_sheets", "awards.submissions.views.downloads"),
        ("awards.jury.views.juror", "awards.submissions.views.downloads"),
        ("awards.jury.forms", "awards.competition.forms.fields"),
        ("awards.board.views.pages", "awards.competition.views"),
        ("awards.board.views.pages", "awards.competition.views.show"),
        ("awards.jury.views.roster", "awards.assessment.views.explaining"),
        ("awards.results.views.exports", "awards.jury"),
        ("awards.results.views.exports", "awards.jury.words"),
        ("awards.results.words.log", "awards.submissions.words"),
    }
)
"""Pairs of (importer, imported) that may see a lower feature's tables, each with its reason beside it."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("awards", include_external_packages=True, cache_dir=None)


def _imports(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def _is_rule(module: str) -> bool:
    """Whether `module` belongs to core or to some feature's `domain`."""
    parts = module.split(".")
    return parts[:2] == ["awards", "core"] or (len(parts) > 2 and parts[2] == "domain")


def test_contracts_hold(capfd: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(no_cache=True)
    assert status == 0, capfd.readouterr().out


def test_rules_import_only_each_other_and_numbers(graph: grimp.ImportGraph) -> None:
    """Core rests on the standard library alone; a domain adds numpy, scipy, core and other domains."""
    assert any(_is_rule(module) for module in graph.modules)
    strays = []
    for importer, imported in _imports(graph):
        if not _is_rule(importer):
            continue
        root = imported.split(".")[0]
        if root == "awards":
            allowed = imported == "awards" or _is_rule(imported)
        elif importer.startswith("awards.core"):
            allowed = root in sys.stdlib_module_names
        else:
            allowed = root in sys.stdlib_module_names or root in NUMERIC
        if not allowed:
            strays.append(f"{importer} imports {imported}")
    assert strays == []


def test_features_keep_their_tables_to_themselves(graph: grimp.ImportGraph) -> None:
    """A feature reads a lower one through its `queries`, never through its tables, forms or pages.

    Only `queries` may join a lower feature's tables: a list then needs one query, and facts still come out.
    """
    strays = []
    for importer, imported in _imports(graph):
        owner, reader = imported.split("."), importer.split(".")
        foreign = len(owner) > 2 and owner[1] in FEATURES and owner[2] in PRIVATE
        if not foreign or len(reader) < 2 or reader[1] == owner[1] or reader[1] in EDGES:
            continue
        joins = len(reader) > 2 and reader[2] in ("queries", "models") and owner[2] == "models"
        if not joins and (importer, imported) not in EXEMPT:
            strays.append(f"{importer} imports {imported}")
    assert strays == []
