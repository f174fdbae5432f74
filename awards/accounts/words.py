"""Words for this package's refusals, notices and labels."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

REFUSALS: dict[str, Any] = {}
DONE: dict[str, Any] = {}
LABELS: dict[StrEnum, Any] = {}
