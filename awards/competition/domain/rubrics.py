"""Rubrics: areas of criteria with whole points that sum to 100, and anchors for the levels.

The shipped templates are `data/rubrics.json`; an edition copies one per nomination and may change it until
its methodology is approved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from awards.competition.domain.methodology import RubricTemplate
from awards.core.errors import Refusal
from awards.core.text import Text

TOTAL_POINTS = 100


@dataclass(frozen=True)
class Criterion:
    """A criterion: `weight` in whole points; level 0-10 gives weight × level / 10 points."""

    code: str
    title: Text
    weight: int
    anchor_set: str
    rules_points: str = ""
    id: str = ""


@dataclass(frozen=True)
class Area:
    """An area of a rubric; its weight is the sum of its criteria's."""

    code: str
    title: Text
    criteria: tuple[Criterion, ...]

    @property
    def weight(self) -> int:
        return sum(criterion.weight for criterion in self.criteria)


@dataclass(frozen=True)
class Rubric:
    """All areas of one nomination's rubric."""

    areas: tuple[Area, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for area in self.areas for criterion in area.criteria)

    @property
    def total(self) -> int:
        return sum(area.weight for area in self.areas)

    def faults(self, nomination: Text) -> tuple[Refusal, ...]:
        """Why the rubric of `nomination` may not be approved: its points must sum to 100."""
        if self.total != TOTAL_POINTS:
            return (
                Refusal("competition.rubric_total", "p.122", {"total": self.total, "nomination": nomination}),
            )
        return ()


def _text(data: Mapping[str, Any]) -> Text:
    return Text(data["kk"], data["ru"], data["en"])


@cache
def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        files("awards.competition").joinpath("data/rubrics.json").read_text(encoding="utf-8")
    )
    return data


def rubric_template(template: RubricTemplate) -> Rubric:
    """The shipped rubric of a standard nomination."""
    return Rubric(
        tuple(
            Area(
                area["id"],
                _text(area),
                tuple(
                    Criterion(
                        criterion["id"],
                        _text(criterion),
                        criterion["points"],
                        criterion["anchor_set"],
                        criterion["rules_points"],
                    )
                    for criterion in area["criteria"]
                ),
            )
            for area in _shipped()["rubrics"][template.value]["areas"]
        )
    )


def anchors(anchor_set: str) -> dict[int, Text]:
    """Level (0, 2, …, 10) to its descriptor; odd and half levels lie between. Raises KeyError."""
    return {int(level): _text(words) for level, words in _shipped()["anchors"][anchor_set].items()}


def rubric_titles() -> dict[RubricTemplate, Text]:
    """Titles of the three standard nominations (p.117)."""
    return {
        RubricTemplate.BEST_PROJECT: Text(
            "Жылдың үздік жобасы", "Лучший проект года", "Best Project of the Year"
        ),
        RubricTemplate.BEST_MANAGER: Text(
            "Жылдың үздік жоба менеджері",
            "Лучший проектный менеджер года",
            "Best Project Manager of the Year",
        ),
        RubricTemplate.BEST_OFFICE: Text(
            "Жылдың үздік жобалық офисі", "Лучший проектный офис года", "Best Project Office of the Year"
        ),
    }
