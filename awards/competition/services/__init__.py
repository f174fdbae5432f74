"""Use cases of an edition; callers commit."""

from awards.competition.services.committee import end_seat, seat_committee
from awards.competition.services.editions import EditionData, change_edition, create_edition
from awards.competition.services.methodologies import (
    approve_methodology,
    change_rubric,
    change_settings,
    place_subordinates,
    record_decision,
)
from awards.competition.services.parts import (
    CategoryData,
    NominationData,
    add_category,
    add_nomination,
    add_standard_parts,
    map_kinds,
    remove_category,
    remove_nomination,
)
from awards.competition.services.stages import STAGE_GUARDS, advance_segment, move_edition

__all__ = [
    "STAGE_GUARDS", "CategoryData", "EditionData", "NominationData", "add_category", "add_nomination",
    "add_standard_parts", "advance_segment", "approve_methodology", "change_edition", "change_rubric",
    "change_settings", "create_edition", "end_seat", "map_kinds", "move_edition", "place_subordinates",
    "record_decision", "remove_category", "remove_nomination", "seat_committee",
]  # fmt: skip
