"""`offset` against statsmodels: entries as fixed effects, assessors random, REML."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from awards.assessment.domain.calibration import calibrate
from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Panel
from awards.assessment.domain.variance import estimate


def panel_of(seed, entries, assessors, sheets, severity=6.0, scatter=3.0, prefix=""):
    """Random panel; `sheets` is the least and the most sheets of an entry."""
    rng = np.random.default_rng(seed)
    lean = rng.normal(0, severity, assessors)
    rows = []
    for entry in range(entries):
        level = rng.uniform(60, 85)
        for at in rng.choice(assessors, rng.integers(sheets[0], sheets[1] + 1), replace=False):
            score = np.clip(level + lean[at] + rng.normal(0, scatter), 0, 100)
            rows.append((f"{prefix}e{entry:03}", f"{prefix}a{at:03}", round(score * 1000)))
    return rows


PANELS = {
    "balanced": panel_of(1, 20, 5, (3, 3)),
    "complete": panel_of(2, 12, 4, (4, 4)),
    "unbalanced": panel_of(3, 30, 9, (1, 5)),
    "sparse": panel_of(4, 40, 15, (2, 3)),
    "noisy": panel_of(5, 25, 6, (2, 4), severity=5.0, scatter=5.0),
    "two components": panel_of(6, 15, 5, (2, 4), prefix="x") + panel_of(7, 12, 4, (2, 3), prefix="y"),
}


@pytest.mark.parametrize("name", PANELS)
def test_offset_equals_mixed_lm(name):
    panel = Panel.from_rows(PANELS[name])
    design = np.eye(len(panel.entries))[panel.entry_of]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sm.MixedLM(panel.points, design, groups=panel.assessor_of)
        fit = model.fit(reml=True, method=["powell", "bfgs"])  # bfgs alone stops 1e-4 short of the optimum
    run = calibrate(panel)
    assert run.gate_open
    assert run.components == (2 if name == "two components" else 1)
    assert [row.score for row in run.entries] == pytest.approx(list(fit.fe_params), abs=1e-5)
    # statsmodels adds the uncertainty of the variances to these; exact ones are in test_calibration.
    assert [row.se for row in run.entries] == pytest.approx(list(fit.bse_fe), rel=0.01)
    leans = [float(fit.random_effects[at].iloc[0]) for at in range(len(panel.assessors))]
    assert [row.offset for row in run.assessors] == pytest.approx(leans, abs=1e-5)
    assert run.sigma**2 == pytest.approx(fit.scale, rel=1e-4)
    assert run.tau**2 == pytest.approx(float(np.asarray(fit.cov_re)[0, 0]), rel=1e-4)


@pytest.mark.parametrize("name", ["unbalanced", "two components"])
def test_gate_statistic_is_the_likelihood_ratio(name):
    """Twice the gain in restricted log-likelihood over τ² = 0, written out with dense matrices."""
    panel = Panel.from_rows(PANELS[name])
    found = estimate(NormalEquations.of(panel), panel.points)
    design = np.eye(len(panel.entries))[panel.entry_of]
    lean = np.eye(len(panel.assessors))[panel.assessor_of]

    def deviance(sigma2, tau2):
        cover = sigma2 * np.eye(len(panel.points)) + tau2 * lean @ lean.T
        inverse = np.linalg.inv(cover)
        inner = design.T @ inverse @ design
        apart = panel.points - design @ np.linalg.solve(inner, design.T @ inverse @ panel.points)
        return np.linalg.slogdet(cover)[1] + np.linalg.slogdet(inner)[1] + apart @ inverse @ apart

    apart = panel.points - panel.raw[panel.entry_of]
    null = apart @ apart / (len(panel.points) - len(panel.entries))
    assert found.statistic == pytest.approx(
        deviance(null, 0.0) - deviance(found.sigma2, found.tau2), abs=1e-7
    )


@pytest.mark.parametrize("name", ["sparse", "two components"])
def test_gradients_and_decomposition_solve_the_same_equations(name):
    """The branch for large panels, forced on a small one."""
    panel = Panel.from_rows(PANELS[name])
    dense, sparse = NormalEquations.of(panel), NormalEquations.of(panel, dense_limit=1)
    contrasts = dense.contrasts(panel.points)
    for ratio in (0.0, 0.4, 25.0):
        assert sparse.offsets(contrasts, ratio) == pytest.approx(dense.offsets(contrasts, ratio), abs=1e-9)
        one, other = dense.leverage(ratio), sparse.leverage(ratio)
        assert other.assessor == pytest.approx(one.assessor, abs=1e-7)
        assert other.sheet == pytest.approx(one.sheet, abs=1e-7)
        assert other.entry == pytest.approx(one.entry, abs=1e-7)


def test_moments_of_a_complete_panel_are_those_of_the_analysis_of_variance():
    """Henderson III, which large panels use, equals REML where both are the textbook's estimators."""
    panel = Panel.from_rows(PANELS["complete"])
    reml = estimate(NormalEquations.of(panel), panel.points)
    moments = estimate(NormalEquations.of(panel, dense_limit=1), panel.points)
    assert moments.sigma2 == pytest.approx(reml.sigma2, rel=1e-7)
    assert moments.tau2 == pytest.approx(reml.tau2, rel=1e-7)
    assert moments.is_open


def test_moments_close_the_gate_where_there_is_no_severity():
    panel = Panel.from_rows(panel_of(8, 60, 12, (3, 3), severity=0.0))
    assert not estimate(NormalEquations.of(panel, dense_limit=1), panel.points).is_open


def test_a_panel_of_two_thousand_assessors_recovers_its_variances():
    panel = Panel.from_rows(panel_of(9, 3000, 1800, (4, 4), severity=4.0, scatter=3.0))
    run = calibrate(panel)
    assert run.gate_open
    assert run.components == 1
    assert run.sigma == pytest.approx(3.0, rel=0.05)
    assert run.tau == pytest.approx(4.0, rel=0.08)
    assert abs(sum(row.offset for row in run.assessors)) < 1e-6
