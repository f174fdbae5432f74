"""How far assessors agree: intraclass correlations and Krippendorff's alpha, always of the raw sheets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Panel
from awards.assessment.domain.variance import residual_square


@dataclass(frozen=True)
class Reliability:
    """Each is 1 for perfect agreement and None where the panel does not determine it."""

    icc_a1: float | None
    icc_c1: float | None
    alpha: float | None


def reliability(panel: Panel, equations: NormalEquations) -> Reliability:
    """ICC(A,1), ICC(C,1) and alpha of `panel`; `equations` are its unweighted ones."""
    absolute, consistency = intraclass(panel, equations)
    return Reliability(absolute, consistency, krippendorff_alpha(panel))


def intraclass(panel: Panel, equations: NormalEquations) -> tuple[float | None, float | None]:
    """ICC(A,1) and ICC(C,1) of McGraw & Wong (1996) from Henderson's method III (1953).

    With variance components φ² of entries, τ² of assessors and σ² of sheets: C = φ²/(φ²+σ²), A =
    φ²/(φ²+τ²+σ²). On a complete panel the components are those of the analysis of variance, so the values are
    the textbook ones, negative ones included; incomplete panels are what assignment makes, and the method
    holds for them too.
    """
    sheets, entries, assessors = len(panel.milli), len(panel.entries), len(panel.assessors)
    free = equations.freedom - equations.rank
    if free == 0 or sheets in (entries, assessors) or entries == panel.components:
        return None, None
    left, _ = residual_square(equations, panel.points)
    within_entry = equations.within(panel.points)
    mean = np.bincount(panel.assessor_of, weights=panel.points) / panel.sheets_per_assessor
    within_assessor = panel.points - mean[panel.assessor_of]
    sigma2 = left / free
    by_assessor = float(within_entry @ within_entry) - left - equations.rank * sigma2
    by_entry = float(within_assessor @ within_assessor) - left - (entries - panel.components) * sigma2
    tau2, phi2 = by_assessor / (sheets - entries), by_entry / (sheets - assessors)
    return _share(phi2, phi2 + tau2 + sigma2), _share(phi2, phi2 + sigma2)


def krippendorff_alpha(panel: Panel) -> float | None:
    """Interval alpha, 1 − D_o / D_e (Krippendorff 2004), over entries with two or more sheets.

    None when no entry has two sheets, or when all of their sheets are equal.
    """
    count = panel.sheets_per_entry[panel.entry_of]
    paired = count >= 2
    score, count = panel.points[paired], count[paired]
    if not len(score) or panel.milli[paired].min() == panel.milli[paired].max():
        return None
    apart = score - panel.raw[panel.entry_of[paired]]
    observed = float(np.sum(2.0 * count * apart**2 / (count - 1))) / len(score)
    spread = score - score.mean()
    expected = 2.0 * float(spread @ spread) / (len(score) - 1)
    return 1.0 - observed / expected


def _share(part: float, whole: float) -> float | None:
    """A share of a total that rounding has not made out of nothing."""
    return part / whole if whole > 1e-12 else None
