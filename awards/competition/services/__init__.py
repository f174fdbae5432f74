"""Use cases of an edition; callers commit."""

from awards.competition.services.editions import (
    CategoryData,
    EditionData,
    NominationData,
    add_category,
    add_nomination,
    add_standard_parts,
    change_edition,
    create_edition,
    map_kind,
    remove_category,
    remove_nomination,
    seat_committee,
)
from awards.competition.services.methodologies import (
    approve_methodology,
    change_criterion,
    change_settings,
    record_decision,
)
from awards.competition.services.stages import STAGE_GUARDS, advance_segment, move_edition

__all__ = [
    "STAGE_GUARDS",
    "CategoryData",
    "EditionData",
    "NominationData",
    "add_category",
    "add_nomination",
    "add_standard_parts",
    "advance_segment",
    "approve_methodology",
    "change_criterion",
    "change_edition",
    "change_settings",
    "create_edition",
    "map_kind",
    "move_edition",
    "record_decision",
    "remove_category",
    "remove_nomination",
    "seat_committee",
]
