"""Reliability against the textbook (Shrout & Fleiss 1979) and against two independent programs."""

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import pytest

from awards.assessment.domain.normal_equations import NormalEquations
from awards.assessment.domain.panel import Panel
from awards.assessment.domain.reliability import krippendorff_alpha, reliability

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def of(panel):
    return reliability(panel, NormalEquations.of(panel))


def complete(scores):
    return Panel.from_rows(
        (f"e{i}", f"a{j}", int(score * 1000)) for i, row in enumerate(scores) for j, score in enumerate(row)
    )


def incomplete(seed):
    rng = np.random.default_rng(seed)
    rows = []
    for entry in range(15):
        chosen = rng.choice(6, rng.integers(1, 5), replace=False)
        level = rng.uniform(60, 95)
        rows += [(f"e{entry:02}", f"a{j}", int(1000 * (level + rng.uniform(-5, 5)))) for j in chosen]
    return Panel.from_rows(rows)


def test_the_table_of_shrout_and_fleiss():
    found = of(complete(SHROUT_FLEISS))
    assert found.icc_a1 == pytest.approx(0.290, abs=5e-4)
    assert found.icc_c1 == pytest.approx(0.715, abs=5e-4)


@pytest.mark.parametrize("seed", range(4))
def test_intraclass_equals_pingouin_on_complete_panels(seed):
    rng = np.random.default_rng(seed)
    spread = 0 if seed == 3 else 10  # without differences between entries the value is negative
    panel = complete(
        (70 + rng.normal(0, spread, (9, 1)) + rng.normal(0, 4, (1, 5)) + rng.normal(0, 3, (9, 5))).round(3)
    )
    rows = pd.DataFrame(panel.rows(), columns=["entry", "assessor", "milli"])
    table = pingouin.intraclass_corr(rows, targets="entry", raters="assessor", ratings="milli").set_index(
        "Type"
    )["ICC"]
    found = of(panel)
    assert found.icc_a1 == pytest.approx(table["ICC(A,1)"], abs=1e-9)
    assert found.icc_c1 == pytest.approx(table["ICC(C,1)"], abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_alpha_equals_the_krippendorff_package_on_incomplete_panels(seed):
    panel = incomplete(seed)
    table = np.full((len(panel.assessors), len(panel.entries)), np.nan)
    table[panel.assessor_of, panel.entry_of] = panel.points
    expected = krippendorff.alpha(table, level_of_measurement="interval")
    assert krippendorff_alpha(panel) == pytest.approx(expected, abs=1e-10)


def test_additive_severity_leaves_consistency_whole_and_lowers_agreement():
    found = of(complete([[60, 66], [70, 76], [80, 86]]))
    assert found.icc_c1 == pytest.approx(1.0)
    assert found.icc_a1 == pytest.approx(100 / (100 + 18))


def test_values_that_a_panel_does_not_determine_are_absent():
    lone = of(Panel.from_rows([("e1", "a", 80_000), ("e2", "b", 90_000)]))
    assert (lone.icc_a1, lone.icc_c1, lone.alpha) == (None, None, None)
    same = of(complete([[80, 80], [80, 80]]))
    assert (same.icc_a1, same.icc_c1, same.alpha) == (None, None, None)
    single_entry = of(complete([[80, 85, 90]]))
    assert (single_entry.icc_a1, single_entry.icc_c1) == (None, None)
