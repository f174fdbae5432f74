"""The six ways to make one score of an entry's sheets; the methodology names one before the edition opens.

`raw`      the mean of the sheets.
`offset`   entries fixed, assessors random (Henderson 1953; Patterson & Thompson 1971): each assessor's
           severity, shrunk by λ = σ²/τ², is taken off. The default.
`fixed`    the same with λ = 0: severities as fixed effects (Platt & Burges 2012), unshrunk and ungated.
`huber`    the model of `offset` at the same λ, fitted with Huber's weights (1.345 robust deviations),
           reweighted until they stand still, so that one wild sheet pulls an entry by a bounded amount.
`trimmed`  the mean without the highest and the lowest sheet where an entry has five or more, else the mean.
           No severities.
`logit`    the model of `offset` on log(p/(1−p)) with p = (score + 0.5)/101, brought back to points: severity
           matters less near 0 and 100. σ, τ and the offsets are in logits.

Behind a closed gate `offset`, `huber` and `logit` all give exactly the raw mean, in points.
For `raw`, `offset` and `fixed`, raw mean − score = mean of the offsets of the entry's assessors, and at the λ
of the run the score rises strictly with each of the entry's own sheets; λ itself rests on all sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from scipy.special import expit, logit

from awards.assessment.domain import variance
from awards.assessment.domain.normal_equations import Leverage, NormalEquations
from awards.assessment.domain.panel import Floats, Panel
from awards.assessment.domain.variance import Variances

HUBER_BEND = 1.345
"""95 % efficient on normal errors (Huber 1964)."""

TRIM_FROM = 5
"""Sheets an entry needs before the highest and the lowest are dropped."""


class Method(StrEnum):
    RAW = "raw"
    OFFSET = "offset"
    FIXED = "fixed"
    HUBER = "huber"
    TRIMMED = "trimmed"
    LOGIT = "logit"


@dataclass(frozen=True, eq=False)
class Aggregate:
    """What a method makes of a panel. NaN stands for a number that does not exist.

    `score` and `se` (E,), in points. `place` and `place_se` (E,), the same on the scale the model was fitted
    on, which is where errors are normal; `line` brings a line in points to that scale. `offset` and
    `offset_se` (A,). `residual` (n,), studentised.
    """

    variances: Variances
    score: Floats
    se: Floats
    place: Floats
    place_se: Floats
    offset: Floats
    offset_se: Floats
    residual: Floats
    line: Callable[[float], float] = float


def aggregate(method: Method, panel: Panel, equations: NormalEquations) -> Aggregate:
    """The scores of `panel` by `method`; `equations` are its unweighted ones."""
    return _METHODS[method](panel, equations)


def solve(
    panel: Panel, equations: NormalEquations, values: Floats, mean: Floats, variances: Variances
) -> Aggregate:
    """Entries and offsets of `values` (n,), whose means per entry are `mean` (E,), at given variances.

    Var(x) = σ² diag[De⁻¹ + De⁻¹ W (M+λI)⁻¹ Wᵀ De⁻¹]; the part of the inverse along the constant vector of a
    component of m assessors is τ²/m, and is absent for fixed effects, whose offsets are measured from the
    component's mean severity. Raw mean − score = mean of the offsets of the entry's assessors.
    """
    ratio = variances.ratio
    offset = equations.offsets(equations.contrasts(values), ratio)
    place = mean - equations.means(offset[panel.assessor_of])
    sigma2 = np.nan if variances.sigma2 is None else variances.sigma2
    leverage = equations.leverage(ratio)
    shared = variances.tau2 or 0.0
    common = shared / equations.component_size[panel.component_of]
    per_entry = np.zeros(len(panel.entries))
    per_entry[panel.entry_of] = common[panel.assessor_of]
    se = np.sqrt(sigma2 * (1.0 / equations.entry_weight + leverage.entry) + per_entry)
    offset_se = (
        np.sqrt(sigma2 * leverage.assessor + common) if variances.is_open else np.full(len(offset), np.nan)
    )
    apart = values - place[panel.entry_of] - offset[panel.assessor_of]
    residual = _studentised(panel, equations, apart, sigma2, leverage)
    return Aggregate(variances, place, se, place, se, offset, offset_se, residual)


def _studentised(
    panel: Panel, equations: NormalEquations, apart: Floats, sigma2: float, own: Leverage
) -> Floats:
    """e / (σ √(1−h)), h the sheet's leverage in the penalised fit; NaN where 1−h or σ is zero."""
    share = equations.weight / equations.entry_weight[panel.entry_of]
    through = (
        own.assessor[panel.assessor_of]
        - 2.0 * own.sheet / equations.entry_weight[panel.entry_of]
        + own.entry[panel.entry_of]
    )
    free = 1.0 - share - equations.weight * through
    known = (free > 1e-9) & (sigma2 > 0)
    return np.where(known, apart / np.sqrt(np.where(known, sigma2 * free, 1.0)), np.nan)


def _raw(panel: Panel, equations: NormalEquations) -> Aggregate:
    return solve(panel, equations, panel.points, panel.raw, variance.closed(equations, panel.points))


def _fixed(panel: Panel, equations: NormalEquations) -> Aggregate:
    return solve(panel, equations, panel.points, panel.raw, variance.fixed(equations, panel.points))


def _offset(panel: Panel, equations: NormalEquations) -> Aggregate:
    return solve(panel, equations, panel.points, panel.raw, variance.estimate(equations, panel.points))


def _huber(panel: Panel, equations: NormalEquations) -> Aggregate:
    """λ, σ and τ are those of `offset`; only the location is robust, so standard errors are wide."""
    start = _offset(panel, equations)
    if not start.variances.is_open:
        return start
    ratio, offset = start.variances.ratio, start.offset
    apart = equations.residuals(panel.points, offset)
    # Residuals are smaller than errors by the entry means fitted to them.
    scale = 1.4826 * float(np.median(np.abs(apart))) * np.sqrt(len(apart) / equations.freedom)
    bend = HUBER_BEND * (scale or np.sqrt(start.variances.sigma2 or 0.0))
    if bend == 0.0:
        return start
    robust = equations
    for _ in range(500):
        weight = bend / np.maximum(np.abs(apart), bend)
        moved = float(np.abs(weight - robust.weight).max())
        if moved < 1e-10:
            break
        robust = replace(equations, weight=weight)
        offset = robust.offsets_by_gradients(robust.contrasts(panel.points), ratio)
        apart = robust.residuals(panel.points, offset)
    if robust is equations:
        return start
    return solve(panel, robust, panel.points, robust.means(panel.points), start.variances)


def _trimmed(panel: Panel, equations: NormalEquations) -> Aggregate:
    """Its standard error is σ/√(sheets kept): that of an entry whose dropped sheets had never been there."""
    whole = _raw(panel, equations)
    count = panel.sheets_per_entry
    ends = np.flatnonzero(np.diff(panel.entry_of)) + 1
    by_entry = np.split(panel.milli, ends)
    kept = np.where(count >= TRIM_FROM, count - 2, count)
    total = [
        int(own.sum() - own.max() - own.min()) if len(own) >= TRIM_FROM else int(own.sum())
        for own in by_entry
    ]
    score = np.array(total, dtype=np.float64) / (1000.0 * kept)
    se = whole.se * np.sqrt(count / kept)
    sigma2 = np.nan if whole.variances.sigma2 is None else whole.variances.sigma2
    apart = panel.points - score[panel.entry_of]
    residual = _studentised(panel, equations, apart, sigma2, equations.leverage(np.inf))
    return replace(whole, score=score, se=se, place=score, place_se=se, residual=residual)


def _logit(panel: Panel, equations: NormalEquations) -> Aggregate:
    """Standard errors in points by the delta method; the probability of the zone is computed in logits."""
    values = np.array([_to_logit(float(score)) for score in panel.points])
    variances = variance.estimate(equations, values)
    if not variances.is_open:
        in_points = variance.closed(equations, panel.points, variances.statistic)
        return replace(_raw(panel, equations), variances=in_points)
    found = solve(panel, equations, values, equations.means(values), variances)
    chance = expit(found.place)
    slope = 101.0 * chance * (1.0 - chance)
    return replace(found, score=101.0 * chance - 0.5, se=found.se * slope, line=_to_logit)


def _to_logit(score: float) -> float:
    return float(logit((score + 0.5) / 101.0))


_METHODS: Mapping[Method, Callable[[Panel, NormalEquations], Aggregate]] = {
    Method.RAW: _raw,
    Method.OFFSET: _offset,
    Method.FIXED: _fixed,
    Method.HUBER: _huber,
    Method.TRIMMED: _trimmed,
    Method.LOGIT: _logit,
}
