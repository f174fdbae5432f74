"""Editions for tests: nominations, categories, segments and an approved methodology, at any stage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from awards.competition import queries
from awards.competition.domain import (
    DEFAULT_CATEGORIES,
    DecisionBody,
    MethodologySettings,
    NominationKind,
    RubricTemplate,
    rubric_template,
    rubric_titles,
)
from awards.competition.models import (
    Category,
    CategoryKind,
    Criterion,
    Decision,
    Edition,
    Methodology,
    Nomination,
    Segment,
    StageChange,
)
from awards.core.text import Text
from awards.core.workflow import EditionState, MethodologyState, SegmentState, Stage
from awards.infra.db import db

TITLE = Text(
    "Жобалық басқару жөніндегі ұлттық конкурс",
    "Национальный конкурс по проектному управлению",
    "National competition in project management",
)
_SEGMENTS_ON_THEIR_OWN = (Stage.ASSESSMENT, Stage.FINALISTS, Stage.VOTING)
_DONE = (Stage.SEALED, Stage.PUBLISHED, Stage.ARCHIVED)


def make_edition(
    stage: Stage = Stage.OPEN,
    year: int = 2026,
    *,
    settings: MethodologySettings | None = None,
    special: bool = False,
    approved: bool = True,
    empty: bool = False,
    is_double_blind: bool = False,
) -> Edition:
    """An edition of `year` at `stage` with the three standard nominations and eight default categories.

    Its call is open from 1 June 09:00 to 31 July 18:00 of that year, Astana time; the forum is on
    20 November; it is announced on 1 April, which is the reference date too. `special` adds a special
    nomination `best_start`. `empty` leaves nominations and categories out, `approved=False` leaves the
    methodology a draft. At `finalists` and `voting` every segment stands there; see `put_segment`.
    """
    edition = Edition(
        year=year,
        title_kk=f"{TITLE.kk} {year}",
        title_ru=f"{TITLE.ru} {year}",
        title_en=f"{TITLE.en} {year}",
        state=EditionState.ASSESSMENT if stage in _SEGMENTS_ON_THEIR_OWN else EditionState(stage.value),
        announced_on=date(year, 4, 1),
        reference_date=date(year, 4, 1),
        opens_at=datetime(year, 6, 1, 4, tzinfo=UTC),
        closes_at=datetime(year, 7, 31, 13, tzinfo=UTC),
        admissibility_until=datetime(year, 8, 20, 13, tzinfo=UTC),
        assessment_until=datetime(year, 9, 20, 13, tzinfo=UTC),
        voting_until=datetime(year, 10, 30, 13, tzinfo=UTC),
        forum_at=datetime(year, 11, 20, 5, tzinfo=UTC),
        forum_place="Астана, Конгресс-орталық",
        is_double_blind=is_double_blind,
        created_at=datetime(year, 3, 1, 5, tzinfo=UTC),
    )
    db.session.add(edition)
    db.session.flush()
    if not empty:
        _add_parts(edition, special)
        _place_segments(edition, stage)
    _add_methodology(edition, settings or MethodologySettings(), approved and not empty)
    _add_diary(edition)
    db.session.flush()
    return edition


def _add_parts(edition: Edition, special: bool) -> None:
    for template in DEFAULT_CATEGORIES:
        category = make_category(edition, template.code, template.title)
        for kind in template.kinds:
            db.session.add(CategoryKind(edition_id=edition.id, kind=kind, category_id=category.id))
    for rubric, title in rubric_titles().items():
        make_nomination(edition, rubric.value, title, rubric)
    if special:
        make_nomination(
            edition,
            "best_start",
            Text("Жылдың үздік бастамасы", "Лучший старт года", "Best Start of the Year"),
            RubricTemplate.BEST_PROJECT,
            proposer="«Демо» демеуші",
        )
    db.session.flush()


def make_category(edition: Edition, code: str, title: Text, fee_tenge: int = 0) -> Category:
    """A category at the end of the list, with a segment for every nomination there is."""
    category = Category(
        edition_id=edition.id,
        code=code,
        title_kk=title.kk,
        title_ru=title.ru,
        title_en=title.en,
        fee_tenge=fee_tenge,
        position=len(queries.categories(edition.id)) + 1,
    )
    db.session.add(category)
    db.session.flush()
    for nomination in queries.nominations(edition.id):
        _add_segment(edition, nomination.id, category.id)
    return category


def make_nomination(
    edition: Edition, code: str, title: Text, template: RubricTemplate, *, proposer: str = ""
) -> Nomination:
    """A nomination with its rubric (special when it has a proposer) and a segment for every category."""
    nomination = Nomination(
        edition_id=edition.id,
        code=code,
        kind=NominationKind.SPECIAL if proposer else NominationKind.STANDARD,
        template=template,
        proposer=proposer,
        position=len(queries.nominations(edition.id)) + 1,
        title_kk=title.kk,
        title_ru=title.ru,
        title_en=title.en,
    )
    db.session.add(nomination)
    db.session.flush()
    make_rubric(nomination)
    for category in queries.categories(edition.id):
        _add_segment(edition, nomination.id, category.id)
    return nomination


def make_rubric(nomination: Nomination) -> None:
    """The criteria of the shipped rubric the nomination starts from."""
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


def _add_segment(edition: Edition, nomination_id: str, category_id: str) -> None:
    db.session.add(Segment(edition_id=edition.id, nomination_id=nomination_id, category_id=category_id))
    db.session.flush()


def _place_segments(edition: Edition, stage: Stage) -> None:
    if stage in _SEGMENTS_ON_THEIR_OWN or stage in _DONE:
        state = SegmentState.SEALED if stage in _DONE else SegmentState(stage.value)
        for segment in db.session.scalars(select(Segment).where(Segment.edition_id == edition.id)):
            segment.state = state
        db.session.flush()


def _add_methodology(edition: Edition, settings: MethodologySettings, approved: bool) -> None:
    row = Methodology(edition_id=edition.id, settings=settings.to_json())
    db.session.add(row)
    db.session.flush()
    if approved:
        decision = make_decision(edition, DecisionBody.AUTHORISED_BODY, f"{edition.year}-ЖБ/12")
        row.decision_id, row.digest = decision.id, queries.methodology_digest(edition.id)
        row.state = MethodologyState.APPROVED
        db.session.flush()


def make_decision(
    edition: Edition, body: DecisionBody = DecisionBody.COMMITTEE, number: str = "1", subject: str = "шешім"
) -> Decision:
    """A recorded decision of 20 May of the edition's year."""
    decision = Decision(
        edition_id=edition.id,
        body=body,
        number=number,
        decided_on=date(edition.year, 5, 20),
        subject=subject,
        recorded_by="system",
        recorded_at=datetime(edition.year, 5, 20, 6, tzinfo=UTC),
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _add_diary(edition: Edition) -> None:
    """The instants at which the edition entered the stages up to its own."""
    reached = list(EditionState)[1 : list(EditionState).index(edition.state) + 1]
    for number, state in enumerate(reached):
        db.session.add(
            StageChange(
                edition_id=edition.id,
                stage=state.value,
                at=edition.opens_at + timedelta(days=30 * number),
                by="system",
            )
        )


def nomination_of(edition: Edition, code: str = "best_project") -> Nomination:
    return db.session.scalars(
        select(Nomination).where(Nomination.edition_id == edition.id, Nomination.code == code)
    ).one()


def category_of(edition: Edition, code: str = "central") -> Category:
    return db.session.scalars(
        select(Category).where(Category.edition_id == edition.id, Category.code == code)
    ).one()


def segment_of(edition: Edition, nomination: str = "best_project", category: str = "central") -> Segment:
    """The segment where these two codes meet."""
    return db.session.scalars(
        select(Segment).where(
            Segment.nomination_id == nomination_of(edition, nomination).id,
            Segment.category_id == category_of(edition, category).id,
        )
    ).one()


def put_segment(segment: Segment, state: SegmentState) -> Segment:
    """Stand a segment at a state, without the acts that lead there."""
    segment.state = state
    db.session.flush()
    return segment
