"""Conjugate gradients on several right-hand sides at once (Hestenes & Stiefel 1952)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from awards.assessment.domain.panel import Floats


def solve(apply: Callable[[Floats], Floats], diagonal: Floats, right: Floats, tolerance: float) -> Floats:
    """X with apply(X) = right, column by column; shapes (A, c).

    `apply` multiplies by a symmetric positive semi-definite matrix whose diagonal, shape (A,), preconditions;
    each column of `right` must lie in its range. Every column ends with a residual below `tolerance` of its
    right-hand side. Raises ArithmeticError when that is not reached in 20·A + 1000 steps.
    """
    inverse = np.where(diagonal > 0, 1.0 / np.where(diagonal > 0, diagonal, 1.0), 0.0)[:, None]
    found = np.zeros_like(right)
    residual = right.copy()
    target = tolerance * np.linalg.norm(right, axis=0)
    direction = inverse * residual
    energy = np.einsum("ij,ij->j", residual, direction)
    for _ in range(20 * len(diagonal) + 1000):
        if np.all(np.linalg.norm(residual, axis=0) <= target):
            return found
        image = apply(direction)
        step = _ratio(energy, np.einsum("ij,ij->j", direction, image))
        found += step * direction
        residual -= step * image
        preconditioned = inverse * residual
        before, energy = energy, np.einsum("ij,ij->j", residual, preconditioned)
        direction = preconditioned + _ratio(energy, before) * direction
    raise ArithmeticError("conjugate gradients did not converge")


def _ratio(above: Floats, below: Floats) -> Floats:
    """above / below, and 0 for a column that is already solved."""
    alive = below > 0
    return np.where(alive, above / np.where(alive, below, 1.0), 0.0)
