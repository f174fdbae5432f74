"""What the pages of an edition show, put together from facts: calendars, pipelines, settings in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from awards.competition import queries
from awards.competition.domain import MethodologySettings, RubricTemplate
from awards.competition.queries import CategoryFacts, EditionFacts, NominationFacts
from awards.competition.words import NOMINATION_TEXTS
from awards.core.clock import ASTANA
from awards.core.errors import Refusal
from awards.core.workflow import STEPS, EditionState, Stage
from awards.registry.domain import OrganisationKind
from awards.web import filters
from awards.web.words import label, refusal_text

Item = dict[str, Any]

HOW_IT_WORKS = (
    (
        _l("Report"),
        _l(
            "An organisation submits its report here. Until the closing minute it can replace or withdraw it."
        ),
    ),
    (
        _l("Admissibility"),
        _l("The entry is checked against the registry of projects, roles and certificates."),
    ),
    (
        _l("Independent assessment"),
        _l("Certified assessors with no tie to the organisation score the report on the published rubric."),
    ),
    (_l("Finalists"), _l("Entries with 90 to 100 points are the finalists of their category.")),
    (
        _l("Jury vote"),
        _l("Where more than three reach that zone, the jury votes for gold, silver and bronze."),
    ),
    (_l("Forum"), _l("The results stay sealed until they are announced at the forum.")),
)
"""The way of an entry, after points 120 to 124."""


@dataclass(frozen=True)
class Countdown:
    """Seconds to the next instant people wait for, what happens then, and when it is."""

    label: Any
    seconds: int
    when: datetime


def next_state(edition: EditionFacts) -> EditionState | None:
    """The one stage the edition may move to; None for an archived one."""
    return next(
        (state for state in EditionState if state in STEPS[EditionState].get(edition.state, ())), None
    )


def countdown(edition: EditionFacts, at: datetime) -> Countdown | None:
    """To the closing minute while entries are open, afterwards to the forum."""
    if edition.state is EditionState.OPEN and at < edition.closes_at:
        wait = edition.closes_at - at
        return Countdown(_l("Entries close in"), int(wait.total_seconds()), edition.closes_at)
    if at < edition.forum_at:
        wait = edition.forum_at - at
        return Countdown(_l("The forum begins in"), int(wait.total_seconds()), edition.forum_at)
    return None


def _passed(edition: EditionFacts, stage: Stage) -> str:
    order = list(Stage)
    if edition.stage is stage:
        return "current"
    return "done" if order.index(edition.stage) > order.index(stage) else ""


def calendar(edition: EditionFacts) -> list[Item]:
    """The edition's year for the timeline."""
    until = _("until %(when)s")
    span = f"{filters.instant(edition.opens_at)} – {filters.instant(edition.closes_at)}"
    place = edition.forum_place
    forum = "done" if edition.stage in (Stage.PUBLISHED, Stage.ARCHIVED) else ""
    return [
        {"when": filters.day(edition.announced_on), "what": _("Announcement"), "state": "done"},
        {"when": span, "what": _("Call for entries"), "state": _passed(edition, Stage.OPEN)},
        {
            "when": until % {"when": filters.instant(edition.admissibility_until)},
            "what": _("Admissibility"),
            "state": _passed(edition, Stage.ADMISSIBILITY),
        },
        {
            "when": until % {"when": filters.instant(edition.assessment_until)},
            "what": _("Independent assessment"),
            "state": _passed(edition, Stage.ASSESSMENT),
        },
        {
            "when": until % {"when": filters.instant(edition.voting_until)},
            "what": _("Finalists and jury vote"),
            "state": "current"
            if edition.stage in (Stage.FINALISTS, Stage.VOTING)
            else _passed(edition, Stage.VOTING),
        },
        {
            "when": filters.instant(edition.forum_at),
            "what": _("Forum on project management"),
            "text": place,
            "state": forum or ("current" if edition.stage is Stage.SEALED else ""),
        },
    ]


_DUE = {
    Stage.SETUP: "opens_at",
    Stage.OPEN: "closes_at",
    Stage.ADMISSIBILITY: "admissibility_until",
    Stage.ASSESSMENT: "assessment_until",
    Stage.VOTING: "voting_until",
    Stage.SEALED: "forum_at",
}


def pipeline(edition: EditionFacts, reasons: tuple[Refusal, ...]) -> list[Item]:
    """The stages of an edition as steps; the next one is marked when something blocks it."""
    following = next_state(edition)
    items = []
    for stage in Stage:
        state = _passed(edition, stage) or "next"
        detail = ""
        if stage in _DUE:
            detail = _("until %(when)s") % {"when": filters.day(_day(edition, _DUE[stage]))}
        if following is not None and stage.value == following.value and reasons:
            state, detail = "blocked", _("reasons against: %(count)s") % {"count": len(reasons)}
        items.append({"label": label(stage), "state": state, "detail": detail})
    return items


def _day(edition: EditionFacts, name: str) -> Any:
    instant: datetime = getattr(edition, name)
    return instant.astimezone(ASTANA).date()


def blockers(edition: EditionFacts, reasons: tuple[Refusal, ...]) -> list[Item]:
    """Each reason with the page where it can be dealt with."""
    return [{"text": refusal_text(reason), "url": _remedy(edition, reason)} for reason in reasons]


_REMEDIES = {
    "competition.methodology_draft": "competition_committee.methodology",
    "competition.nominations_missing": "competition_committee.nominations",
    "competition.categories_missing": "competition_committee.categories",
    "competition.kinds_unmapped": "competition_committee.categories",
}


def _remedy(edition: EditionFacts, reason: Refusal) -> str:
    endpoint = _REMEDIES.get(reason.code)
    return url_for(endpoint, year=edition.year) if endpoint else ""


def address(endpoint: str, **values: Any) -> str:
    """The address of a page of a package above, or "" where the portal has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


_ICONS = {
    RubricTemplate.BEST_PROJECT: "diagram-3",
    RubricTemplate.BEST_MANAGER: "person",
    RubricTemplate.BEST_OFFICE: "building",
}


def nomination_cards(edition: EditionFacts, found: tuple[NominationFacts, ...]) -> list[Item]:
    """Nominations for the public page, each with the way to its rubric."""
    here = url_for("competition.methodology", year=edition.year)
    return [
        {
            "title": filters.text(nomination.title),
            "text": str(NOMINATION_TEXTS[nomination.template]),
            "meta": _("Special nomination, proposed by: %(proposer)s", proposer=nomination.proposer)
            if nomination.proposer
            else _("What it is assessed on"),
            "url": f"{here}#{nomination.code}",
            "icon": "award" if nomination.proposer else _ICONS[nomination.template],
        }
        for nomination in found
    ]


def category_rows(edition_id: str, found: tuple[CategoryFacts, ...]) -> list[Item]:
    """Categories with the kinds of organisations that compete in each."""
    mapped = queries.category_kinds(edition_id)
    return [
        {
            "category": category,
            "title": filters.text(category.title),
            "kinds": [label(kind) for kind in OrganisationKind if mapped.get(kind) == category.id],
            "fee": filters.tenge(category.fee_tenge) if category.fee_tenge else _("free of charge"),
        }
        for category in found
    ]


def unmapped_kinds(edition_id: str) -> list[str]:
    """Kinds of organisations that take no part as things stand."""
    mapped = queries.category_kinds(edition_id)
    return [label(kind) for kind in OrganisationKind if kind not in mapped]


def _yes(value: bool) -> str:
    return str(_("Yes") if value else _("No"))


def settings_rows(settings: MethodologySettings) -> list[Item]:
    """Every setting in words, with the point it rests on."""
    level = filters.level
    top = _("90 to 100 points")
    if settings.top_n:
        top = _("90 to 100 points, and the best %(count)s of each segment", count=settings.top_n)
    rows = (
        (_("How several scores become one (p. 122)"), label(settings.aggregation)),
        (_("Assessors for each entry (p. 121)"), str(settings.assessors_per_entry)),
        (_("Sheets needed for a final score (p. 121, 122)"), str(settings.minimum_sheets)),
        (_("Conflict window, months (p. 121)"), str(settings.window_months)),
        (_("Organisations under one parent count as one (p. 121)"), _yes(settings.siblings_conflict)),
        (
            _("Totals disagree when they differ by more than (p. 122)"),
            filters.points(settings.discrepancy_total_milli),
        ),
        (
            _("Levels of a criterion disagree when they differ by more than (p. 122)"),
            level(settings.discrepancy_level_halves),
        ),
        (
            _("Levels that need a written reason (p. 122)"),
            _(
                "%(low)s and below, %(high)s and above",
                low=level(settings.rationale_at_or_below),
                high=level(settings.rationale_at_or_above),
            ),
        ),
        (_("Finalists (p. 122)"), top),
        (_("Medals in special nominations (p. 117)"), _yes(settings.medals_in_special)),
        (_("How ballots are counted (p. 122, 123)"), label(settings.vote_method)),
        (
            _("Quorum of the jury (p. 122)"),
            f"{settings.quorum_numerator}/{settings.quorum_denominator}",
        ),
        (
            _("Subordinate organisations compete with their parent (p. 117)"),
            _yes(settings.subordinate_with_parent),
        ),
    )
    return [{"key": key, "value": value} for key, value in rows]
