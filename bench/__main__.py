"""`make bench`: every measurement, as one table; about two minutes, most for the demo and imports."""

from __future__ import annotations

from bench.cores import assignment_rows, calibration_rows, tally_rows
from bench.imports import import_rows
from bench.measure import table
from bench.pages import page_rows

if __name__ == "__main__":
    print(table([*calibration_rows(), *assignment_rows(), *tally_rows(), *page_rows(), *import_rows()]))
