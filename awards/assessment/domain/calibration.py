"""A scoring run: the score of record of every entry, and what is shown beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from awards.assessment.domain import zone
from awards.assessment.domain.aggregation import Aggregate, Method, aggregate
from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Floats, Panel, input_digest
from awards.assessment.domain.reliability import Reliability, reliability
from awards.core.points import LINE_MILLI, to_milli

METHODS = tuple(method.value for method in Method)


@dataclass(frozen=True)
class EntryScore:
    """`raw`, `score`, `se` and `range` in points; `score` is not rounded, `milli` is the score of record.

    `finalist`: the score of record reaches the line. `p_flat`, `p_bayes`: how probable it is that the true
    score does.
    """

    entry: str
    n: int
    raw: float
    score: float
    milli: int
    se: float | None
    finalist: bool
    p_flat: float | None
    p_bayes: float | None
    range: float


@dataclass(frozen=True)
class AssessorOffset:
    """What the run takes off this assessor's sheets, in points (in logits for `logit`); above 0 is lenient.

    `se` is None where no offset was estimated.
    """

    assessor: str
    n: int
    offset: float
    se: float | None


@dataclass(frozen=True)
class SheetResidual:
    """`residual` is studentised: beyond ±3 a sheet departs from its panel more than chance explains."""

    entry: str
    assessor: str
    milli: int
    residual: float | None


@dataclass(frozen=True)
class CalibrationRun:
    """A run, reproducible from the sheets whose digest is `input_digest` by `method` and `line`.

    `ratio` is λ = σ²/τ², None for ∞ (a closed gate, `raw`, `trimmed`). `statistic` is what the gate looked
    at. `sigma` and `tau` are in points (in logits for `logit` with an open gate). `crosses_line`: the entries
    that are on opposite sides of the line under the raw mean and under the score of record.
    """

    method: Method
    line: float
    input_digest: str
    gate_open: bool
    ratio: float | None
    statistic: float | None
    sigma: float | None
    tau: float | None
    components: int
    entries: tuple[EntryScore, ...]
    assessors: tuple[AssessorOffset, ...]
    sheets: tuple[SheetResidual, ...]
    reliability: Reliability
    crosses_line: tuple[str, ...]


def calibrate(
    panel: Panel, method: Method | str = Method.OFFSET, line: float = LINE_MILLI / 1000
) -> CalibrationRun:
    """The run of `panel` by `method` against `line` (points).

    Raises ValueError for an unknown method or a line outside 0..100.
    """
    chosen = Method(method)
    if not 0 <= line <= 100:
        raise ValueError(f"the line {line} is outside 0..100")
    equations = NormalEquations.of(panel)
    found = aggregate(chosen, panel, equations)
    entries = _entries(panel, found, line)
    needed = _line_milli(line)
    variances = found.variances
    return CalibrationRun(
        method=chosen,
        line=line,
        input_digest=input_digest(panel),
        gate_open=variances.is_open,
        ratio=_number(variances.ratio),
        statistic=_number(variances.statistic),
        sigma=_root(variances.sigma2),
        tau=_root(variances.tau2),
        components=panel.components,
        entries=entries,
        assessors=_assessors(panel, found),
        sheets=_sheets(panel, found),
        reliability=reliability(panel, equations),
        crosses_line=tuple(row.entry for row in entries if (to_milli(row.raw) >= needed) != row.finalist),
    )


def report(run: CalibrationRun) -> dict[str, Any]:
    """The run as JSON values, shaped as the offline calculator prints them; no number is None, never NaN."""
    return {
        "method": run.method.value,
        "gate": "open" if run.gate_open else "closed",
        "lambda": run.ratio,
        "sigma": run.sigma,
        "tau": run.tau,
        "components": run.components,
        "entries": [_entry_report(row) for row in run.entries],
        "assessors": [
            {"assessor": row.assessor, "n": row.n, "offset": row.offset, "se": row.se}
            for row in run.assessors
        ],
        "sheets": [
            {
                "entry": row.entry,
                "assessor": row.assessor,
                "score": row.milli / 1000,
                "residual": row.residual,
            }
            for row in run.sheets
        ],
        "reliability": {
            "icc_a1": run.reliability.icc_a1,
            "icc_c1": run.reliability.icc_c1,
            "alpha": run.reliability.alpha,
        },
        "crosses_line": list(run.crosses_line),
    }


def _entry_report(row: EntryScore) -> dict[str, Any]:
    return {
        "entry": row.entry,
        "n": row.n,
        "raw": row.raw,
        "score": row.score,
        "milli": row.milli,
        "se": row.se,
        "finalist": row.finalist,
        "p_line": {"flat": row.p_flat, "bayes": row.p_bayes},
        "range": row.range,
    }


def _entries(panel: Panel, found: Aggregate, line: float) -> tuple[EntryScore, ...]:
    level = found.line(line)
    needed = _line_milli(line)
    p_flat = _numbers(zone.flat(found.place, found.place_se, level))
    p_bayes = _numbers(zone.bayes(found.place, found.place_se, level))
    se = _numbers(found.se)
    rows = []
    for at, name in enumerate(panel.entries):
        score = float(found.score[at])
        milli = to_milli(score)
        rows.append(
            EntryScore(
                entry=name,
                n=int(panel.sheets_per_entry[at]),
                raw=float(panel.raw[at]),
                score=score,
                milli=milli,
                se=se[at],
                finalist=milli >= needed,
                p_flat=p_flat[at],
                p_bayes=p_bayes[at],
                range=float(panel.range[at]),
            )
        )
    return tuple(rows)


def _assessors(panel: Panel, found: Aggregate) -> tuple[AssessorOffset, ...]:
    columns = zip(
        panel.assessors, panel.sheets_per_assessor, found.offset, _numbers(found.offset_se), strict=True
    )
    return tuple(AssessorOffset(name, int(n), float(offset), se) for name, n, offset, se in columns)


def _sheets(panel: Panel, found: Aggregate) -> tuple[SheetResidual, ...]:
    columns = zip(panel.rows(), _numbers(found.residual), strict=True)
    return tuple(SheetResidual(*row, residual) for row, residual in columns)


def _line_milli(line: float) -> int:
    """The lowest score of record that reaches the line: 89.9995 asks for 90000."""
    return math.ceil(round(line * 1_000_000) / 1000)


def _root(square: float | None) -> float | None:
    return None if square is None else math.sqrt(square)


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _numbers(values: Floats | Iterable[float]) -> list[float | None]:
    return [_number(float(value)) for value in values]
