"""Numbers in addresses: none so large that a database could not hold it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """`<int:…>` of every route; what is beyond `LARGEST` is no address of ours, so the answer is 404."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **options})


def init_app(app: Flask) -> None:
    """Read every number in an address this way; before any route is added."""
    app.url_map.converters["int"] = Number
