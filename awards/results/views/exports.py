"""Results for the forum as files: in the order of announcement, with nothing personal but the laureates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from awards.competition.queries import EditionFacts
from awards.core.actor import Actor
from awards.core.points import shown
from awards.infra.audit import instant_text
from awards.infra.spreadsheets import Cell, write_csv, write_xlsx
from awards.jury.words import settled_text
from awards.results.domain.vocabulary import ExportForm
from awards.results.queries import MedalLine, SegmentResult
from awards.web.filters import instant, text
from awards.web.words import label

MEDIA_TYPES = {
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.CSV: "text/csv",
    ExportForm.JSON: "application/json",
}


def write(
    form: ExportForm, edition: EditionFacts, results: Sequence[SegmentResult], *, by: Actor, at: datetime
) -> bytes:
    """The results of an edition as a file, marked with who took it and when (S16)."""
    mark = _("Exported by %(name)s, %(when)s (Astana time).", name=by.name, when=instant(at))
    if form is ExportForm.JSON:
        return _json(edition, results, by=by, at=at)
    if form is ExportForm.CSV:
        return write_csv(_headers(), [*_rows(results), [mark]])
    about: list[Sequence[Cell]] = [[text(edition.title)], [mark], [_warning()]]
    return write_xlsx({_("Results"): (_headers(), _rows(results)), _("About this file"): ([""], about)})


def _warning() -> str:
    return str(_("Results are announced at the forum (p.124). Until then this file is sealed."))


def _headers() -> list[str]:
    return [
        _("Order"), _("Nomination"), _("Category"), _("Medal"), _("Winner"), _("Entry"), _("Organisation"),
        _("Points"), _("Settled"), _("Decision"),
    ]  # fmt: skip


def _rows(results: Sequence[SegmentResult]) -> list[Sequence[Cell]]:
    lines = [(result, line) for result in results for line in result.lines]
    return [_row(order, result, line) for order, (result, line) in enumerate(lines, 1)]


def _row(order: int, result: SegmentResult, line: MedalLine) -> Sequence[Cell]:
    segment, entry, decision = result.segment, line.entry, result.verdict.decision
    named = [line.title, entry.title, text(entry.organisation_name)] if entry else [_("not awarded"), "", ""]
    return [
        order,
        text(segment.nomination.title),
        text(segment.category.title),
        label(line.medal),
        *named,
        shown(line.milli) if line.milli is not None else "",
        settled_text(line.decided_by) if entry else "",
        f"№ {decision.number}, {decision.decided_on:%d.%m.%Y}",
    ]


def _json(edition: EditionFacts, results: Sequence[SegmentResult], *, by: Actor, at: datetime) -> bytes:
    """Texts in all three languages, so that one file serves every screen at the forum."""
    content = {
        "edition": {"year": edition.year, "title": _text(edition.title)},
        "exported": {"by": by.name, "at": instant_text(at)},
        "segments": [
            {
                "nomination": _text(result.segment.nomination.title),
                "category": _text(result.segment.category.title),
                "how": result.verdict.how.value,
                "decision": {
                    "number": result.verdict.decision.number,
                    "date": result.verdict.decision.decided_on.isoformat(),
                },
                "medals": [_medal(line) for line in result.lines],
            }
            for result in results
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _medal(line: MedalLine) -> dict[str, Any]:
    if line.entry is None:
        return {"medal": line.medal.value, "awarded": False}
    return {
        "medal": line.medal.value,
        "awarded": True,
        "winner": line.title,
        "entry": line.entry.title,
        "receipt": line.entry.receipt,
        "organisation": _text(line.entry.organisation_name),
        "milli": line.milli,
        "settled": line.decided_by,
    }


def _text(value: Any) -> dict[str, str]:
    return {"kk": value.kk, "ru": value.ru, "en": value.en}
