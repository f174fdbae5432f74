"""Setting up an edition: dates, nominations, categories, committee seats. All of it only in set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select

from awards.accounts import services as accounts
from awards.competition.domain import (
    DEFAULT_CATEGORIES,
    Calendar,
    MethodologySettings,
    NominationKind,
    RubricTemplate,
    calendar_faults,
    rubric_template,
    rubric_titles,
)
from awards.competition.models import (
    Category,
    CategoryKind,
    CommitteeSeat,
    Criterion,
    Edition,
    Methodology,
    Nomination,
    Segment,
)
from awards.core.actor import Actor, Role
from awards.core.errors import Refusal, Refusals
from awards.core.text import Text
from awards.core.workflow import EditionState
from awards.infra import audit
from awards.infra.db import db
from awards.registry.domain import OrganisationKind


@dataclass(frozen=True)
class EditionData:
    """What the secretary fills in for an edition."""

    year: int
    title: Text
    calendar: Calendar
    forum_place: str = ""
    is_double_blind: bool = False


@dataclass(frozen=True)
class NominationData:
    """A special nomination: who proposed it (p.117) and which shipped rubric it starts from."""

    code: str
    title: Text
    template: RubricTemplate
    proposer: str
    kind: NominationKind = NominationKind.SPECIAL


@dataclass(frozen=True)
class CategoryData:
    code: str
    title: Text
    fee_tenge: int = 0


def _edition_in_setup(edition_id: str) -> Edition:
    edition = db.session.get_one(Edition, edition_id)
    if edition.state is not EditionState.SETUP:
        raise Refusal("competition.not_in_setup")
    return edition


def _log(
    event: str,
    edition_id: str,
    kind: str,
    object_id: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    audit.record(
        event, actor=actor, at=at, edition_id=edition_id, object_kind=kind, object_id=object_id, facts=facts
    )


def create_edition(data: EditionData, *, actor: Actor, at: datetime) -> Edition:
    """An edition in set-up, with a draft methodology; whoever creates it becomes its secretary.

    Refused when the year is taken or the calendar is out of order.
    """
    if db.session.scalar(select(Edition.id).where(Edition.year == data.year)):
        raise Refusal("competition.year_taken", "p.117", {"year": data.year})
    faults = calendar_faults(data.calendar)
    if faults:
        raise Refusals(faults)
    edition = Edition(year=data.year, created_at=at)
    _fill(edition, data)
    db.session.add(edition)
    db.session.flush()
    db.session.add(Methodology(edition_id=edition.id, settings=MethodologySettings().to_json()))
    db.session.flush()
    _log("edition.created", edition.id, "edition", edition.id, {"year": data.year}, actor=actor, at=at)
    if actor.user_id:
        accounts.grant_role(actor.user_id, Role.SECRETARY, edition.id, actor=actor, at=at)
    return edition


def _fill(edition: Edition, data: EditionData) -> None:
    edition.title_kk, edition.title_ru, edition.title_en = data.title.kk, data.title.ru, data.title.en
    for name, value in vars(data.calendar).items():
        setattr(edition, name, value)
    edition.forum_place, edition.is_double_blind = data.forum_place, data.is_double_blind


def change_edition(edition_id: str, data: EditionData, *, actor: Actor, at: datetime) -> Edition:
    """New dates and titles while the edition is being set up."""
    edition = _edition_in_setup(edition_id)
    faults = calendar_faults(data.calendar)
    if faults:
        raise Refusals(faults)
    before = _dates(edition)
    _fill(edition, data)
    db.session.flush()
    facts = {"before": before, "after": _dates(edition)}
    _log("edition.changed", edition_id, "edition", edition_id, facts, actor=actor, at=at)
    return edition


def _dates(edition: Edition) -> str:
    return f"{edition.opens_at:%FT%H:%M} {edition.closes_at:%FT%H:%M} {edition.forum_at:%FT%H:%M}"


def add_standard_parts(edition_id: str, *, actor: Actor, at: datetime) -> None:
    """The three standard nominations of p.117 and the default categories, where they are missing."""
    codes = set(db.session.scalars(select(Nomination.code).where(Nomination.edition_id == edition_id)))
    for template, title in rubric_titles().items():
        if template.value not in codes:
            data = NominationData(template.value, title, template, "", NominationKind.STANDARD)
            add_nomination(edition_id, data, actor=actor, at=at)
    known = set(db.session.scalars(select(Category.code).where(Category.edition_id == edition_id)))
    for default in DEFAULT_CATEGORIES:
        if default.code not in known:
            added = add_category(edition_id, CategoryData(default.code, default.title), actor=actor, at=at)
            for kind in default.kinds:
                map_kind(edition_id, kind, added.id)


def add_nomination(edition_id: str, data: NominationData, *, actor: Actor, at: datetime) -> Nomination:
    """A nomination with its copy of a shipped rubric, and a segment for every category."""
    _edition_in_setup(edition_id)
    if data.kind is NominationKind.SPECIAL and not data.proposer.strip():
        raise Refusal("competition.proposer_missing", "p.117")
    _refuse_taken(Nomination.code, Nomination.edition_id, edition_id, data.code)
    nomination = Nomination(
        edition_id=edition_id,
        code=data.code,
        kind=data.kind,
        template=data.template,
        proposer=data.proposer.strip(),
        position=_next(Nomination.position, Nomination.edition_id, edition_id),
        title_kk=data.title.kk,
        title_ru=data.title.ru,
        title_en=data.title.en,
    )
    db.session.add(nomination)
    db.session.flush()
    _copy_rubric(nomination)
    for category_id in db.session.scalars(select(Category.id).where(Category.edition_id == edition_id)):
        _add_segment(edition_id, nomination.id, category_id)
    facts = {"code": data.code, "kind": data.kind.value, "proposer": data.proposer}
    _log("nomination.added", edition_id, "nomination", nomination.id, facts, actor=actor, at=at)
    return nomination


def _copy_rubric(nomination: Nomination) -> None:
    position = 0
    for area in rubric_template(nomination.template).areas:
        for criterion in area.criteria:
            position += 1
            db.session.add(
                Criterion(
                    nomination_id=nomination.id,
                    code=criterion.code,
                    area_code=area.code,
                    area_kk=area.title.kk,
                    area_ru=area.title.ru,
                    area_en=area.title.en,
                    title_kk=criterion.title.kk,
                    title_ru=criterion.title.ru,
                    title_en=criterion.title.en,
                    weight=criterion.weight,
                    anchor_set=criterion.anchor_set,
                    rules_points=criterion.rules_points,
                    position=position,
                )
            )
    db.session.flush()


def add_category(edition_id: str, data: CategoryData, *, actor: Actor, at: datetime) -> Category:
    """A category of participants, and a segment for every nomination (D1)."""
    _edition_in_setup(edition_id)
    _refuse_taken(Category.code, Category.edition_id, edition_id, data.code)
    category = Category(
        edition_id=edition_id,
        code=data.code,
        fee_tenge=data.fee_tenge,
        position=_next(Category.position, Category.edition_id, edition_id),
        title_kk=data.title.kk,
        title_ru=data.title.ru,
        title_en=data.title.en,
    )
    db.session.add(category)
    db.session.flush()
    for nomination_id in db.session.scalars(select(Nomination.id).where(Nomination.edition_id == edition_id)):
        _add_segment(edition_id, nomination_id, category.id)
    _log("category.added", edition_id, "category", category.id, {"code": data.code}, actor=actor, at=at)
    return category


def _refuse_taken(code: object, scope: object, edition_id: str, wanted: str) -> None:
    if db.session.scalar(select(func.count()).where(scope == edition_id, code == wanted)):  # type: ignore[arg-type]
        raise Refusal("competition.code_taken", facts={"code": wanted})


def _next(position: object, scope: object, edition_id: str) -> int:
    highest = db.session.scalar(select(func.max(position)).where(scope == edition_id))  # type: ignore[arg-type]
    return int(highest or 0) + 1


def _add_segment(edition_id: str, nomination_id: str, category_id: str) -> None:
    db.session.add(Segment(edition_id=edition_id, nomination_id=nomination_id, category_id=category_id))
    db.session.flush()


def map_kind(edition_id: str, kind: OrganisationKind, category_id: str) -> None:
    """Organisations of `kind` compete in that category of this edition (many kinds to one category)."""
    _edition_in_setup(edition_id)
    row = db.session.get(CategoryKind, (edition_id, kind))
    if row is None:
        db.session.add(CategoryKind(edition_id=edition_id, kind=kind, category_id=category_id))
    else:
        row.category_id = category_id
    db.session.flush()


def remove_nomination(nomination_id: str) -> None:
    """Take a nomination out while nothing has begun."""
    nomination = db.session.get_one(Nomination, nomination_id)
    _edition_in_setup(nomination.edition_id)
    db.session.execute(delete(Segment).where(Segment.nomination_id == nomination_id))
    db.session.execute(delete(Criterion).where(Criterion.nomination_id == nomination_id))
    db.session.delete(nomination)
    db.session.flush()


def remove_category(category_id: str) -> None:
    """Take a category out while nothing has begun; its kinds of organisations are without one then."""
    category = db.session.get_one(Category, category_id)
    _edition_in_setup(category.edition_id)
    db.session.execute(delete(Segment).where(Segment.category_id == category_id))
    db.session.execute(delete(CategoryKind).where(CategoryKind.category_id == category_id))
    db.session.delete(category)
    db.session.flush()


def seat_committee(
    edition_id: str,
    function: Text,
    holder: str,
    *,
    since: date,
    is_chair: bool = False,
    actor: Actor,
    at: datetime,
) -> CommitteeSeat:
    """A seat of the organising committee by function, with its holder from a day on (p.118, D13)."""
    seat = CommitteeSeat(
        edition_id=edition_id,
        title_kk=function.kk,
        title_ru=function.ru,
        title_en=function.en,
        holder=holder,
        is_chair=is_chair,
        since=since,
        position=_next(CommitteeSeat.position, CommitteeSeat.edition_id, edition_id),
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"function": function.kk, "holder": holder}
    _log("committee.seated", edition_id, "seat", seat.id, facts, actor=actor, at=at)
    return seat
