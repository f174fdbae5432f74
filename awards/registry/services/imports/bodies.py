"""What rows share that name one body by its BIN."""

from __future__ import annotations

from collections.abc import Sequence

from awards.registry.domain.tables import Values
from awards.registry.services.imports.lookups import Bodies
from awards.registry.services.imports.plans import Handler, Scope


class OfBody(Handler):
    """Finds the body of each row; `given` adds its id as `_body`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.bodies = Bodies()

    def look_up(self, rows: Sequence[Values]) -> None:
        self.bodies.look_up(rows, "bin")

    def given(self, values: Values) -> Values:
        return {**values, "_body": self.bodies.named(values, "bin")}
