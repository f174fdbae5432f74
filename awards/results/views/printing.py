"""Minutes and diplomas as PDF, each in one language, with a code and a QR to check them by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from awards.competition import queries as competition
from awards.competition.queries import EditionFacts
from awards.config import ROOT
from awards.core.text import Locale
from awards.infra import pdf
from awards.infra.transaction import release
from awards.jury import queries as jury
from awards.jury.queries import MinutesFacts
from awards.results import queries
from awards.results.domain.vocabulary import DocumentKind
from awards.results.queries import SegmentResult
from awards.results.services import Paper
from awards.web.filters import text

STATIC = ROOT / "awards" / "static"
SECONDS = 60
"""The minutes of a whole edition run to dozens of pages."""


@contextmanager
def in_locale(locale: Locale) -> Iterator[None]:
    """Words, dates and figures in this language, whatever language the page is in."""
    before = g.get("lang")
    g.lang = locale.value
    try:
        with force_locale(locale.value):
            yield
    finally:
        g.lang = before


def paper_pdf(paper: Paper, code: str) -> bytes:
    """The document as PDF. The write lock is given back before it is laid out: that takes seconds.

    Raises PdfError when it cannot be laid out.
    """
    with in_locale(paper.locale):
        template, title, facts = _FACTS[paper.kind](paper)
        address = url_for("results.check", code=code, lang=paper.locale.value)
        base = current_app.config["BASE_URL"]
        html = render_template(
            template,
            lang=paper.locale.value,
            doc_title=title,
            short_code=code,
            qr=pdf.qr_data_uri(base + address),
            verify_text=_("Check this document: %(address)s", address=base + address),
            demo=current_app.config["DEMO"],
            **facts,
        )
    release()
    return pdf.render(html, root=STATIC, title=title, lang=paper.locale.value, timeout=SECONDS)


def _minutes(paper: Paper) -> tuple[str, str, dict[str, Any]]:
    facts = jury.minutes_facts(paper.segment_id or "")
    if facts is None:
        raise LookupError(paper.segment_id)
    edition = facts.vote.edition
    result = queries.result_of(edition.year, facts.vote.segment.id)
    title = f"{text(facts.vote.segment.nomination.title)}: {text(facts.vote.segment.category.title)}"
    return "results/print/minutes.html", title, {**_of_edition(edition), "facts": facts, "result": result}


def _jury_minutes(paper: Paper) -> tuple[str, str, dict[str, Any]]:
    edition = competition.edition_by_id(paper.edition_id)
    if edition is None:
        raise LookupError(paper.edition_id)
    results = queries.results(edition.id)
    entered = [(result, facts) for result in results if (facts := _entered(result))]
    empty = [result.segment for result in results if not _entered(result)]
    given = {**_of_edition(edition), "segments": entered, "empty": empty, "jurors": jury.jurors(edition.id)}
    return "results/print/jury_minutes.html", text(edition.title), given


def _entered(result: SegmentResult) -> MinutesFacts | None:
    """The facts of a segment that anybody competed in."""
    facts = jury.minutes_facts(result.segment.id)
    return facts if facts and (facts.vote.lines or result.has_entries) else None


def _diploma(paper: Paper) -> tuple[str, str, dict[str, Any]]:
    edition = competition.edition_by_id(paper.edition_id)
    result = queries.result_of(edition.year, paper.segment_id or "") if edition else None
    line = result.line(paper.medal or "") if result else None
    if edition is None or result is None or line is None or line.entry is None:
        raise LookupError(paper.key)
    chair = next((juror.name for juror in jury.jurors(edition.id) if juror.is_chair), "")
    head = next(
        (seat for seat in competition.seats(edition.id) if seat.is_chair and seat.until is None), None
    )
    signed = [(_("Chair of the jury"), chair)] + (
        [(_("Chair of the organising committee"), head.holder)] if head else []
    )
    given = {
        "edition": edition,
        "medal": paper.medal,
        "winner": line.title,
        "organisation": text(line.entry.organisation_name)
        if line.title != text(line.entry.organisation_name)
        else "",
        "nomination": f"{text(result.segment.nomination.title)} · {text(result.segment.category.title)}",
        "signed": signed,
    }
    return "results/print/diploma.html", _("Diploma"), given


def _of_edition(edition: EditionFacts) -> dict[str, Any]:
    methodology = competition.methodology(edition.id)
    chair = next((juror.name for juror in jury.jurors(edition.id) if juror.is_chair), "")
    return {"edition": edition, "methodology": methodology, "chair": chair}


_FACTS = {
    DocumentKind.MINUTES: _minutes,
    DocumentKind.JURY_MINUTES: _jury_minutes,
    DocumentKind.DIPLOMA: _diploma,
}
