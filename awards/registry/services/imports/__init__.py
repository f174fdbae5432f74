"""Files into the registry: brought by people, read and checked and applied by a worker (issue 3)."""

from __future__ import annotations

from awards.registry.services.imports.acts import abandon_import, apply_import, start_import
from awards.registry.services.imports.worker import work

__all__ = ["abandon_import", "apply_import", "start_import", "work"]
