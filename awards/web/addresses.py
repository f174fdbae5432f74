"""Addresses hold only what a database can: no number too large for it, and never the sign NUL."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """`<int:…>` of every route; what is beyond `LARGEST` is no address of ours, so the answer is 404."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **options})


def refuse_nul() -> None:
    """PostgreSQL holds no text with NUL: in a path it is no address of ours, in a query a broken request."""
    if "\0" in request.path:
        abort(404)
    if any("\0" in value for values in request.args.listvalues() for value in values):
        abort(400)


def init_app(app: Flask) -> None:
    """Read every number in an address this way; before any route is added."""
    app.url_map.converters["int"] = Number
    app.before_request(refuse_nul)
