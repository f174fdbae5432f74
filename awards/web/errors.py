"""Error pages: what happened, and what to do; a refusal that no form caught is a 409 page."""

from __future__ import annotations

import uuid

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException, SecurityError

from awards.core.errors import Refusal, Refusals
from awards.infra.db import db
from awards.web.words import refusal_texts

PAGES = {
    400: (_l("The request could not be read"), _l("Go back and try again.")),
    403: (_l("This is not allowed"), _l("If you followed a link from another site, open the portal itself.")),
    404: (_l("Page not found"), _l("Check the address, or start from the main page.")),
    405: (_l("The request could not be read"), _l("Go back and try again.")),
    409: (_l("This cannot be done now"), _l("Go back, look at the reasons and try again.")),
    413: (
        _l("The file is too large"),
        _l("Go back and choose a smaller file. Your text is kept on that page."),
    ),
    429: (_l("Too many attempts"), _l("Wait a few minutes and try again.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Nothing was saved. Try again; if it repeats, tell the secretary the code below."),
    ),
    503: (_l("The portal is busy"), _l("Try again in a minute.")),
}  # fmt: skip


def _page(code: int, reasons: list[str] | None = None, reference: str = "") -> tuple[str, int]:
    title, advice = PAGES.get(code, PAGES[500])
    page = render_template(
        "shared/errors/error.html",
        code=code,
        title=title,
        advice=advice,
        reasons=reasons or [],
        reference=reference,
    )
    return page, code


def init_app(app: Flask) -> None:
    def on_http(error: HTTPException) -> tuple[str, int] | HTTPException:
        if isinstance(error, SecurityError):
            return error  # a foreign Host: no address can be built, so no page of ours either
        if error.code is not None and error.code >= 400:
            return _page(error.code)
        return error

    def on_refusal(refused: Refusal | Refusals) -> tuple[str, int]:
        db.session.rollback()
        return _page(409, refusal_texts(refused))

    def on_fault(error: Exception) -> tuple[str, int]:
        db.session.rollback()
        reference = uuid.uuid4().hex[:8]
        app.logger.exception("fault %s at %s", reference, request.endpoint)
        return _page(500, reference=reference)

    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(Refusals, on_refusal)
    if not app.testing:
        app.register_error_handler(Exception, on_fault)
