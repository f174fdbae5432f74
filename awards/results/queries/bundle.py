"""A results bundle of this moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from awards.competition.queries import EditionFacts
from awards.core.workflow import EditionState
from awards.infra.audit import instant_text
from awards.results.domain import bundle
from awards.results.domain.vocabulary import Scope
from awards.results.queries import bundle_outcome as outcome
from awards.results.queries import bundle_records as records

PUBLIC_STATES = (EditionState.PUBLISHED, EditionState.ARCHIVED)


def bundle_records(edition: EditionFacts, scope: Scope) -> dict[str, Any]:
    """File name to record, for every file of the layout."""
    named = edition.state in PUBLIC_STATES
    return {
        "edition.json": records.edition_record(edition),
        "methodology.json": records.methodology_record(edition.id),
        "entries.json": records.entry_records(edition.id),
        "assessors.json": records.assessor_records(edition.id),
        "ties.json": records.tie_records(edition.id),
        "clearances.json": records.clearance_records(edition.id),
        "assignments.json": records.assignment_records(edition.id),
        "sheets.json": records.sheet_records(edition.id),
        "scoring.json": outcome.scoring_records(edition.id),
        "finalists.json": outcome.finalist_records(edition.id),
        "rounds.json": outcome.round_records(edition.id),
        "verdicts.json": outcome.verdict_records(edition.id, named=named),
        "audit.json": outcome.audit_record(edition.id, scope),
    }


def make_bundle(edition: EditionFacts, scope: Scope, *, at: datetime) -> bytes:
    """The ZIP of the edition as it stands at `at` (layout: `results.domain.bundle`)."""
    made = bundle_records(edition, scope)
    return bundle.write(made, scope=scope, year=edition.year, made_at=instant_text(at))
