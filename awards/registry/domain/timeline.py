"""A person's time in project management as a picture: lanes of bars on a line of years. Pure layout.

Positions are per mille of the frame's width, counted from its left edge, so that the picture has any size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FRAME = 1000
NARROWEST = 6
"""A bar of one day is still seen."""


class Strand(StrEnum):
    """What a bar stands for; each strand has lanes of its own, in this order."""

    ROLE = "role"
    ENGAGEMENT = "engagement"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Span:
    """Something dated; `until` is its last day, None while it lasts (or does not expire)."""

    id: str
    strand: Strand
    since: date
    until: date | None
    label: str = ""
    label_width: int = 0
    """Per mille of the frame that the label takes; at most all of it."""
    is_void: bool = False
    """Drawn hollow: a certificate that was suspended or revoked."""


@dataclass(frozen=True)
class Bar:
    """A span drawn from `left` to `right`, its label above it from `label_left`.

    `is_open` fades out at its right end. A label that would leave the frame is moved back to its edge.
    """

    span: Span
    left: int
    right: int
    label_left: int
    is_open: bool

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def begins(self) -> int:
        """Where the bar or its label begins."""
        return min(self.left, self.label_left)

    @property
    def ends(self) -> int:
        """Where the bar or its label ends."""
        return max(self.right, self.label_left + self.span.label_width)


@dataclass(frozen=True)
class Lane:
    """A line of bars of one strand; neither they nor their labels overlap."""

    strand: Strand
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Year:
    """Where a year begins."""

    year: int
    left: int


@dataclass(frozen=True)
class Timeline:
    """The whole picture; `today` is where the day begins."""

    lanes: tuple[Lane, ...]
    years: tuple[Year, ...]
    today: int


def draw(spans: Iterable[Span], today: date) -> Timeline | None:
    """Bars in lanes: as few as each strand needs, earlier spans above; None where there is nothing to draw.

    The frame runs from the first of January of the earliest year to the last of December of the latest,
    today's included. What lasts is drawn to the frame's end.
    """
    known = sorted(spans, key=lambda span: (span.since, span.until or date.max, span.id))
    if not known:
        return None
    days = [today, *(span.since for span in known), *(span.until for span in known if span.until)]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    scale = _Scale(first, (last - first).days + 1)
    lanes = [lane for strand in Strand for lane in _lanes(known, strand, scale)]
    years = tuple(Year(year, scale.at(date(year, 1, 1))) for year in range(first.year, last.year + 1))
    return Timeline(tuple(lanes), years, scale.at(today))


@dataclass(frozen=True)
class _Scale:
    first: date
    days: int

    def at(self, day: date) -> int:
        """Where a day begins."""
        return (day - self.first).days * FRAME // self.days

    def bar(self, span: Span) -> Bar:
        left = min(self.at(span.since), FRAME - NARROWEST)
        end = FRAME if span.until is None else self._after(span.until)
        right = min(FRAME, max(left + NARROWEST, end))
        label_left = max(0, min(left, FRAME - span.label_width))
        return Bar(span, left, right, label_left, span.until is None)

    def _after(self, day: date) -> int:
        return FRAME if day == date.max else self.at(day + timedelta(days=1))


def _lanes(spans: Iterable[Span], strand: Strand, scale: _Scale) -> list[Lane]:
    """Each bar goes into the first lane that is free where it begins."""
    lanes: list[list[Bar]] = []
    for span in spans:
        if span.strand is not strand:
            continue
        bar = scale.bar(span)
        free = next((lane for lane in lanes if lane[-1].ends <= bar.begins), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return [Lane(strand, tuple(bars)) for bars in lanes]
