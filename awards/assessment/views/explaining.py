"""What p.121 says of one pair in words: each record with its reason, and what was checked besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from awards.assessment.domain.conflicts import Window
from awards.assessment.domain.reading import Reading, Why
from awards.registry.domain import RoleCode, SubordinationFacts, role_name
from awards.registry.queries import OrganisationFacts
from awards.web.filters import day, text
from awards.web.words import label

Names = Mapping[str, OrganisationFacts]


@dataclass(frozen=True)
class ShownReading:
    """A row of the page: the record, what it came to, and why."""

    title: str
    note: str
    organisation: str
    since: date
    until: date | None
    relation: str
    chain: tuple[str, ...]
    blocks: bool
    because: str


def shown(readings: Iterable[Reading], window: Window, organisations: Names) -> tuple[ShownReading, ...]:
    """What blocks first, then the rest, each in the order they began."""
    ordered = sorted(readings, key=lambda one: not one.checked.blocks)
    return tuple(_row(one, window, organisations) for one in ordered)


def _row(one: Reading, window: Window, found: Names) -> ShownReading:
    tie = one.checked.tie
    return ShownReading(
        title=str(label(tie.kind)),
        note=_note(one, found),
        organisation=_name(found, tie.organisation_id),
        since=tie.since,
        until=tie.until,
        relation=str(label(one.checked.relation)) if one.checked.relation else "",
        chain=tuple(_link(link, found) for link in one.chain),
        blocks=one.checked.blocks,
        because=_because(one, window),
    )


def _name(found: Names, organisation_id: str) -> str:
    known = found.get(organisation_id)
    return text(known.name) if known else organisation_id


def _note(one: Reading, found: Names) -> str:
    """Which record of the registry it is: the contract, the firm that assigned, the role."""
    tie = one.checked.tie
    if tie.source == "role_held":
        return text(role_name(RoleCode(tie.note)))
    if tie.source == "firm_consultant":
        number = tie.note.rpartition(" · ")[2] if " · " in tie.note else ""
        firm = _("assigned by the firm %(firm)s", firm=_name(found, tie.firm_id))
        return " · ".join(part for part in (firm, number) if part)
    return tie.note


def _link(link: SubordinationFacts, found: Names) -> str:
    return str(
        _(
            "%(child)s – subordinate to – %(parent)s (%(since)s – %(until)s)",
            child=_name(found, link.child_id),
            parent=_name(found, link.parent_id),
            since=day(link.since),
            until=day(link.until) if link.until else "…",
        )
    )


def _because(one: Reading, window: Window) -> str:
    tie = one.checked.tie
    since, until = day(tie.since), day(tie.until) if tie.until else ""
    reference, begins = day(window.reference), day(window.begins)
    if one.why is Why.RECENT and tie.until and tie.until >= window.reference:
        return str(_("Lasts until %(until)s, beyond the reference date.", until=until))
    sentences = {
        Why.NOMINEE: _("The entry puts this very person forward."),
        Why.OPEN: _("It has no end: it is open to this day."),
        Why.RECENT: _(
            "Ended on %(until)s, less than %(months)s months before %(reference)s.",
            until=until,
            months=window.months,
            reference=reference,
        ),
        Why.TO_COME: _(
            "Begins on %(since)s, after the reference date: it runs during the competition.", since=since
        ),
        Why.TOO_OLD: _(
            "Too old: ended on %(until)s, and only what ended after %(begins)s counts.",
            until=until,
            begins=begins,
        ),
        Why.SIBLING: _("Only a subordinate of the same parent, which this methodology does not count."),
        Why.UNRELATED: _(
            "Not the entrant, nor its parent or subordinate on any day of the tie or on the reference date."
        ),
    }
    return str(sentences[one.why])
