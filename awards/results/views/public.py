"""What anyone may see: winners once announced, the public bundle, whether a document is genuine."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from awards.core import clock
from awards.infra import audit
from awards.results import queries
from awards.results.domain.vocabulary import tidy_code
from awards.results.views.blueprints import PUBLIC
from awards.results.views.committee import attached
from awards.web.guards import public


@PUBLIC.get("/<int:year>/winners")
@public
def winners(year: int) -> str:
    """Laureates in the order of announcement; before publication a page that names nobody."""
    found = queries.winners(year) or abort(404)
    left = (found.edition.forum_at - clock.now()).total_seconds()
    return render_template("results/public/winners.html", winners=found, edition=found.edition, left=left)


@PUBLIC.get("/<int:year>/winners/bundle")
@public
def bundle(year: int) -> Response:
    """The bundle that was made public with the results; not there before."""
    found = queries.winners(year)
    stored = queries.public_bundle(found.edition.id) if found and found.is_public else None
    data, _digest = stored or abort(404)
    return attached(data, "application/zip", f"results-{year}.zip")


@PUBLIC.get("/check")
@public
def check_form() -> str | BaseResponse:
    """Where a code is typed in; and the heads of the log by day (R20)."""
    written = request.args.get("code", "")
    if code := tidy_code(written):
        return redirect(url_for(".check", code=code))
    return render_template(
        "results/public/check.html",
        written=written,
        document=None,
        heads=queries.day_heads(),
        head=audit.head(),
    )


@PUBLIC.get("/check/<code>")
@public
def check(code: str) -> str | tuple[str, int]:
    """Kind, day and hash of the document with this code; never what is in it."""
    found = queries.document_by_code(code)
    page = render_template(
        "results/public/check.html", written=code, document=found, heads=(), head=audit.head()
    )
    return page if found else (page, 404)
