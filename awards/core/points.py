"""Scores are integers in milli-points, 0..100000, so that 89.9995 cannot exist (D6)."""

from __future__ import annotations

import math

MAX_MILLI = 100_000
LINE_MILLI = 90_000
"""The lower edge of the winners' zone: 90 to 100 points (p.122)."""

HALF_LEVELS = 20
"""Levels run from 0 to 10 in steps of 0.5; they are stored as whole half-levels, 0..20."""


def criterion_milli(weight: int, half_level: int) -> int:
    """Milli-points of one criterion: weight × level / 10, exact for whole weights.

    >>> criterion_milli(14, 19)   # weight 14, level 9.5
    13300
    """
    if not 0 <= half_level <= HALF_LEVELS:
        raise ValueError(f"half_level {half_level} is outside 0..{HALF_LEVELS}")
    return weight * half_level * 50


def to_milli(score: float) -> int:
    """The score of record: snapped to micro-points, truncated to milli-points, clipped to 0..100."""
    micro = round(score * 1_000_000)
    return min(MAX_MILLI, max(0, math.floor(micro / 1000)))


def shown(milli: int) -> str:
    """Two decimals that never show 90.00 for a score below the line: always rounded down (D6).

    >>> shown(89_999)
    '89.99'
    """
    hundredths = milli // 10
    return f"{hundredths // 100}.{hundredths % 100:02d}"
