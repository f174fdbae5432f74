"""Reading editions: frozen facts for pages and for the packages above."""

from __future__ import annotations

from awards.competition.domain import Area, Criterion, Rubric, anchors
from awards.competition.queries.editions import (
    current_edition,
    edition_by_id,
    editions,
    get_edition,
    public_edition,
    seat_in,
    seats,
    stage_history,
)
from awards.competition.queries.facts import (
    CategoryFacts,
    DecisionFacts,
    EditionFacts,
    InEdition,
    MethodologyFacts,
    NominationFacts,
    SeatFacts,
    SegmentFacts,
)
from awards.competition.queries.methodology import (
    decision,
    decisions,
    methodology,
    methodology_digest,
    rubric,
)
from awards.competition.queries.parts import (
    categories,
    category_for,
    category_in,
    category_kinds,
    get_nomination,
    get_segment,
    nomination_in,
    nominations,
    segment_for,
    segments,
)
from awards.competition.queries.placement import category_for_organisation

__all__ = [
    "Area", "CategoryFacts", "Criterion", "DecisionFacts", "EditionFacts", "InEdition", "MethodologyFacts",
    "NominationFacts", "Rubric", "SeatFacts", "SegmentFacts", "anchors", "categories", "category_for",
    "category_for_organisation", "category_in", "category_kinds", "current_edition", "decision", "decisions",
    "edition_by_id", "editions", "get_edition", "get_nomination", "get_segment", "methodology",
    "methodology_digest", "nomination_in", "nominations", "public_edition", "rubric", "seat_in", "seats",
    "segment_for", "segments", "stage_history",
]  # fmt: skip
