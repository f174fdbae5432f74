"""How probable it is that an entry's true score reaches the line (p.122): advice, never a decision."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from awards.assessment.domain.panel import Floats


def flat(place: Floats, se: Floats, line: float) -> Floats:
    """P(true ≥ line) per entry under a flat prior, Φ((place − line)/se), shape (E,).

    Without any error (se = 0) it is 1 or 0; where `se` is NaN so is the probability.
    """
    exact = se == 0
    chance = ndtr((place - line) / np.where(exact, 1.0, se))
    return np.where(exact, (place >= line).astype(np.float64), chance)


def bayes(place: Floats, se: Floats, line: float) -> Floats:
    """The same under empirical Bayes: entries come from a normal whose mean and variance the panel tells.

    The variance ω² is DerSimonian & Laird's moment (1986), and the posterior carries the uncertainty of the
    mean (Morris 1983), so that ω² = 0 does not pretend to certainty. NaN with fewer than two entries: there
    is nothing to learn a prior from.
    """
    if len(place) < 2 or np.isnan(se).any():
        return np.full(len(place), np.nan)
    if (se == 0).any():
        return flat(place, se, line)
    own = se**2
    weight = 1.0 / own
    total = weight.sum()
    mean = (weight @ place) / total
    excess = weight @ (place - mean) ** 2 - (len(place) - 1)
    omega2 = max(0.0, excess / (total - (weight @ weight) / total))
    weight = 1.0 / (omega2 + own)
    mean = (weight @ place) / weight.sum()
    pull = own * weight
    centre = place + pull * (mean - place)
    spread = np.sqrt(omega2 * pull + pull**2 / weight.sum())
    return np.asarray(ndtr((centre - line) / spread))
