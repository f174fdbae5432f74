"""Forms of an edition; each hands over a frozen value."""

from awards.competition.forms.methodology import (
    ApproveForm,
    RubricForm,
    SettingsForm,
    rubric_form,
    settings_form,
)
from awards.competition.forms.setup import (
    CategoryForm,
    EditionForm,
    EndSeatForm,
    MappingForm,
    MoveForm,
    NewEditionForm,
    NominationForm,
    SeatForm,
    edition_form,
    mapping_form,
)

__all__ = [
    "ApproveForm", "CategoryForm", "EditionForm", "EndSeatForm", "MappingForm", "MoveForm",
    "NewEditionForm", "NominationForm", "RubricForm", "SeatForm", "SettingsForm", "edition_form",
    "mapping_form", "rubric_form", "settings_form",
]  # fmt: skip
