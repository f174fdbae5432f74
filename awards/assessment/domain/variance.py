"""How much assessors differ in severity (τ²), how much single sheets scatter (σ²), and whether it shows.

One σ² and one τ² are estimated per run, pooled over its connected components: a component of three assessors
says too little about a variance. The offsets themselves are solved per component.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import f as fisher

from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Floats

GATE = 2.71
"""The 5 % point of the likelihood ratio of τ² = 0, the edge of what τ² may be (½χ²₀ + ½χ²₁)."""

_EXACT_FIT = 1e-10
"""Residuals this small beside the scores are rounding: the additive model fits without error."""

_GRID = np.arange(math.log(1e-6), math.log(1e14), 0.1)
"""Logarithms of g times the mean eigenvalue: the likelihood may have several valleys."""


@dataclass(frozen=True)
class Variances:
    """σ² and τ² in squared units; `ratio` is λ = σ²/τ², ∞ behind a closed gate, 0 for an exact fit.

    `sigma2` is None when no entry has two sheets. `tau2` is None where the method has no such variance.
    `statistic` is what the gate looked at: the likelihood ratio, or, for panels too large to decompose,
    Henderson's F. None: nothing to test.
    """

    sigma2: float | None
    tau2: float | None
    ratio: float
    statistic: float | None = None

    @property
    def is_open(self) -> bool:
        return not math.isinf(self.ratio)


def closed(equations: NormalEquations, values: Floats, statistic: float | None = None) -> Variances:
    """No severity: τ² = 0, and σ² is the scatter within entries."""
    within = equations.within(values)
    free = equations.freedom
    return Variances(
        float(within @ within) / free if free else None, 0.0 if free else None, math.inf, statistic
    )


def fixed(equations: NormalEquations, values: Floats) -> Variances:
    """Assessors as fixed effects: λ = 0, no τ², σ² from the residuals (None without a degree of freedom)."""
    left, _ = residual_square(equations, values)
    free = equations.freedom - equations.rank
    return Variances(left / free if free else None, None, 0.0)


def estimate(equations: NormalEquations, values: Floats) -> Variances:
    """σ², τ² and the gate for `values`, shape (n,), from unweighted `equations`.

    REML (Patterson & Thompson 1971) in the eigenvectors of M; above `DENSE_LIMIT` Henderson's method III
    (1953) with the exact F test of τ² = 0 at the same 5 %.
    """
    if equations.freedom == 0 or not equations.contrasts(values).any():
        return closed(equations, values)
    return _reml(equations, values) if equations.is_dense else _moments(equations, values)


def residual_square(equations: NormalEquations, values: Floats) -> tuple[float, Floats]:
    """Residual sum of squares with fixed assessors, snapped to 0 for an exact fit; and the offsets."""
    offsets = equations.offsets(equations.contrasts(values), 0.0)
    residuals = equations.residuals(values, offsets)
    square = float(residuals @ residuals)
    rounding = _EXACT_FIT * (1.0 + float(np.abs(values).max()))
    return (square if square > len(values) * rounding**2 else 0.0), offsets


@dataclass(frozen=True, eq=False)
class _Profile:
    """The REML criterion as a function of g = τ²/σ², in sums of squares relative to those within entries.

    RSS(g) = rest + Σ_r part_r / (1 + g w_r), which is yᵀQy − Σ v_r² / (w_r + 1/g) without its cancellation.
    """

    freedom: int
    rest: float
    part: Floats
    value: Floats

    def rss(self, gain: float) -> float:
        return float(self.rest + np.sum(self.part / (1.0 + gain * self.value)))

    def criterion(self, gain: float) -> float:
        return float(self.freedom * math.log(self.rss(gain)) + np.sum(np.log1p(gain * self.value)))

    def slope(self, log_gain: float) -> float:
        """Derivative of the criterion with respect to log g."""
        rising = math.exp(log_gain) * self.value
        fall = float(np.sum(self.part * rising / (1.0 + rising) ** 2)) / self.rss(math.exp(log_gain))
        return float(np.sum(rising / (1.0 + rising))) - self.freedom * fall


def _reml(equations: NormalEquations, values: Floats) -> Variances:
    contrasts = equations.contrasts(values)
    within = equations.within(values)
    square = float(within @ within)
    left, offsets = residual_square(equations, values)
    value = np.concatenate([part.values for part in equations.spectra])
    turned = np.concatenate([part.vectors.T @ contrasts[part.members] for part in equations.spectra])
    profile = _Profile(equations.freedom, left / square, turned**2 / value / square, value)
    grid = _GRID - math.log(float(value.mean()))
    heights = [profile.criterion(math.exp(at)) for at in grid]
    lowest = int(np.argmin(heights))
    if lowest == 0:
        return closed(equations, values, 0.0)
    statistic = profile.criterion(0.0) - heights[lowest]
    if lowest == len(grid) - 1:
        return (
            _exact(equations, offsets, statistic)
            if statistic > GATE
            else closed(equations, values, statistic)
        )
    gain = math.exp(_valley(profile, float(grid[lowest - 1]), float(grid[lowest + 1]), float(grid[lowest])))
    statistic = profile.criterion(0.0) - profile.criterion(gain)
    if statistic <= GATE:
        return closed(equations, values, statistic)
    sigma2 = square * profile.rss(gain) / equations.freedom
    return Variances(sigma2, gain * sigma2, 1.0 / gain, statistic)


def _valley(profile: _Profile, low: float, high: float, middle: float) -> float:
    """Where the slope is zero between `low` and `high`; `middle` when rounding hides the change of sign."""
    if profile.slope(low) < 0 < profile.slope(high):
        return float(brentq(profile.slope, low, high, xtol=1e-14, rtol=1e-14))
    return middle


def _exact(equations: NormalEquations, offsets: Floats, statistic: float | None) -> Variances:
    """The limit g → ∞: sheets are entry plus assessor without error, so λ = 0 and the offsets show τ²."""
    return Variances(0.0, float(offsets @ offsets) / equations.rank, 0.0, statistic)


def _moments(equations: NormalEquations, values: Floats) -> Variances:
    within = equations.within(values)
    left, offsets = residual_square(equations, values)
    explained = float(within @ within) - left
    rank, free = equations.rank, equations.freedom - equations.rank
    if free == 0:
        return closed(equations, values)
    if left == 0.0:
        return _exact(equations, offsets, None)
    sigma2 = left / free
    statistic = explained / rank / sigma2
    tau2 = (explained - rank * sigma2) / equations.freedom
    if tau2 <= 0 or statistic <= float(fisher.ppf(0.95, rank, free)):
        return closed(equations, values, statistic)
    return Variances(sigma2, tau2, sigma2 / tau2, statistic)
