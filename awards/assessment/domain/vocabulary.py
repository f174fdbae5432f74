"""Words of the assessment that both rules and tables use."""

from __future__ import annotations

from enum import StrEnum


class ClearanceVerdict(StrEnum):
    """`blocked`: p.121 by dated facts, no override. `declared`, `recused`: by declaration (D4)."""

    CLEAR = "clear"
    BLOCKED = "blocked"
    DECLARED = "declared"
    RECUSED = "recused"
