"""Normal equations of score = entry + assessor + error, with the entries eliminated (Henderson 1953).

With W the (weighted) incidence of entries and assessors, De and Da its row and column sums, the assessors'
offsets b solve `(M + λI) b = u`, where `M = Da − Wᵀ De⁻¹ W` and `u_j = Σ_i (y_ij − ȳ_i)`. M is the Laplacian
of a graph on assessors: on each connected component it has exactly one zero eigenvalue, that of the constant
vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from awards.assessment.domain import conjugate_gradients
from awards.assessment.domain.panel import Floats, Ints, Panel

DENSE_LIMIT = 1500
"""Most assessors in one connected component for which M is decomposed; above it, conjugate gradients."""

AGREEMENT = 1e-10
"""A component whose |u_j| are all below this has no severity: what is left is rounding of the means."""

_COLUMNS = 256
_TIGHT, _LOOSE = 1e-13, 1e-9


@dataclass(frozen=True, eq=False)
class Spectrum:
    """One component: `members` (m,), nonzero eigenvalues of M `values` (m−1,), `vectors` (m, m−1)."""

    members: Ints
    values: Floats
    vectors: Floats


@dataclass(frozen=True, eq=False)
class Leverage:
    """Diagonals that standard errors and residuals need, of A = (M + λI)⁻¹ without the constant vectors.

    `assessor` (A,): A_jj. `sheet` (n,): (A w_i)_j. `entry` (E,): w_iᵀ A w_i / k_i².
    """

    assessor: Floats
    sheet: Floats
    entry: Floats


@dataclass(frozen=True, eq=False)
class NormalEquations:
    """The equations of one panel; `weight` (n,) is 1 for each sheet unless a robust fit lowers it."""

    panel: Panel
    weight: Floats
    dense_limit: int = DENSE_LIMIT

    @classmethod
    def of(cls, panel: Panel, dense_limit: int = DENSE_LIMIT) -> NormalEquations:
        return cls(panel, np.ones(len(panel.milli)), dense_limit)

    @property
    def freedom(self) -> int:
        """n − E, the degrees of freedom within entries."""
        return len(self.panel.milli) - len(self.panel.entries)

    @property
    def rank(self) -> int:
        """Rank of M: assessors less components."""
        return len(self.panel.assessors) - self.panel.components

    @cached_property
    def incidence(self) -> csr_array:
        shape = (len(self.panel.entries), len(self.panel.assessors))
        return csr_array((self.weight, (self.panel.entry_of, self.panel.assessor_of)), shape=shape)

    @cached_property
    def entry_weight(self) -> Floats:
        """De, shape (E,)."""
        return self._per_entry(self.weight)

    @cached_property
    def assessor_weight(self) -> Floats:
        """Da, shape (A,)."""
        return self._per_assessor(self.weight)

    @cached_property
    def component_size(self) -> Ints:
        """How many assessors each component has, shape (C,)."""
        return np.asarray(np.bincount(self.panel.component_of), dtype=np.float64)

    @property
    def is_dense(self) -> bool:
        return int(self.component_size.max()) <= self.dense_limit

    def means(self, values: Floats) -> Floats:
        """Weighted mean over each entry's sheets of `values` (n,), shape (E,)."""
        return self._per_entry(self.weight * values) / self.entry_weight

    def within(self, values: Floats) -> Floats:
        """`values` (n,) less the mean of their entry, shape (n,)."""
        return values - self.means(values)[self.panel.entry_of]

    def contrasts(self, values: Floats) -> Floats:
        """u, shape (A,): exactly zero on a component whose assessors agree on average."""
        found = self._per_assessor(self.weight * self.within(values))
        loudest = np.zeros(self.panel.components)
        np.maximum.at(loudest, self.panel.component_of, np.abs(found))
        found[loudest[self.panel.component_of] <= AGREEMENT] = 0.0
        return found

    def offsets(self, contrasts: Floats, ratio: float) -> Floats:
        """b, shape (A,), at λ = `ratio`; they sum to zero in each component, and are zero where u is."""
        if np.isinf(ratio) or not contrasts.any():
            return np.zeros_like(contrasts)
        if self.is_dense:
            found = np.zeros_like(contrasts)
            for part in self.spectra:
                turned = part.vectors.T @ contrasts[part.members] / (part.values + ratio)
                found[part.members] = part.vectors @ turned
        else:
            found = self._by_gradients(contrasts[:, None], ratio, _TIGHT)[:, 0]
        return self._centred(found[:, None])[:, 0] + 0.0

    def offsets_by_gradients(self, contrasts: Floats, ratio: float) -> Floats:
        """The same without a decomposition, for weights that change at every step."""
        return self._centred(self._by_gradients(contrasts[:, None], ratio, _TIGHT))[:, 0]

    def residuals(self, values: Floats, offsets: Floats) -> Floats:
        """y_ij − x_i − b_j, shape (n,), with x_i the entry's mean of y_ij − b_j."""
        return self.within(values - offsets[self.panel.assessor_of])

    def leverage(self, ratio: float) -> Leverage:
        """The diagonals at λ = `ratio`; all zero at λ = ∞."""
        assessor = np.zeros(len(self.panel.assessors))
        sheet = np.zeros(len(self.panel.milli))
        if not np.isinf(ratio):
            if self.is_dense:
                self._fill_from_spectra(ratio, assessor, sheet)
            else:
                self._fill_by_gradients(ratio, assessor, sheet)
        entry = self._per_entry(self.weight * sheet) / self.entry_weight**2
        return Leverage(assessor, sheet, entry)

    @cached_property
    def spectra(self) -> tuple[Spectrum, ...]:
        """One decomposition per component; the constant vector, whose eigenvalue is 0, is left out."""
        label = self.panel.component_of
        return tuple(self._spectrum(np.flatnonzero(label == at)) for at in range(self.panel.components))

    def _spectrum(self, members: Ints) -> Spectrum:
        columns = self.incidence[:, members]
        rows = np.flatnonzero(np.diff(columns.indptr))
        block = columns[rows].toarray()
        laplacian = np.diag(self.assessor_weight[members]) - block.T @ (block / self.entry_weight[rows, None])
        values, vectors = np.linalg.eigh(laplacian)
        return Spectrum(members, values[1:], vectors[:, 1:])

    def _fill_from_spectra(self, ratio: float, assessor: Floats, sheet: Floats) -> None:
        label = self.panel.component_of[self.panel.assessor_of]
        for at, part in enumerate(self.spectra):
            inverse = (part.vectors / (part.values + ratio)) @ part.vectors.T
            assessor[part.members] = np.diag(inverse)
            self._fill_sheets(part.members, np.flatnonzero(label == at), part.members, inverse, sheet)

    def _fill_by_gradients(self, ratio: float, assessor: Floats, sheet: Floats) -> None:
        everyone = np.arange(len(assessor))
        for start in range(0, len(assessor), _COLUMNS):
            chosen = everyone[start : start + _COLUMNS]
            unit = np.zeros((len(assessor), len(chosen)))
            unit[chosen, np.arange(len(chosen))] = 1.0
            inverse = self._centred(self._by_gradients(self._centred(unit), ratio, _LOOSE))
            assessor[chosen] = inverse[chosen, np.arange(len(chosen))]
            at = np.flatnonzero(
                (self.panel.assessor_of >= start) & (self.panel.assessor_of < start + _COLUMNS)
            )
            self._fill_sheets(everyone, at, chosen, inverse, sheet)

    def _fill_sheets(self, rows: Ints, at: Ints, columns: Ints, inverse: Floats, sheet: Floats) -> None:
        """(A w_i)_j for the sheets `at`, from the `columns` of A restricted to `rows`."""
        product = self.incidence[:, rows] @ inverse
        sheet[at] = product[self.panel.entry_of[at], np.searchsorted(columns, self.panel.assessor_of[at])]

    def _by_gradients(self, right: Floats, ratio: float, tolerance: float) -> Floats:
        across, down = self.incidence, self.incidence.T.tocsr()
        diagonal = self.assessor_weight + ratio

        def apply(columns: Floats) -> Floats:
            through = down @ ((across @ columns) / self.entry_weight[:, None])
            return np.asarray(diagonal[:, None] * columns - through)

        return conjugate_gradients.solve(apply, diagonal, right, tolerance)

    def _centred(self, columns: Floats) -> Floats:
        """`columns` (A, c) less their mean over each component."""
        label = self.panel.component_of
        total = np.zeros((self.panel.components, columns.shape[1]))
        np.add.at(total, label, columns)
        return np.asarray(columns - (total / self.component_size[:, None])[label])

    def _per_entry(self, values: Floats) -> Floats:
        return np.asarray(
            np.bincount(self.panel.entry_of, weights=values, minlength=len(self.panel.entries)),
            dtype=np.float64,
        )

    def _per_assessor(self, values: Floats) -> Floats:
        return np.asarray(
            np.bincount(self.panel.assessor_of, weights=values, minlength=len(self.panel.assessors)),
            dtype=np.float64,
        )
