"""Files go out from here alone: permission was checked before, and no browser runs them."""

from __future__ import annotations

from flask import Response, abort, current_app, send_file

from awards.infra import files
from awards.submissions.queries import FileFacts

_INLINE = ("application/pdf", "image/png", "image/jpeg")


def send_version_file(file: FileFacts, inline: bool = False) -> Response:
    """The bytes of a file under its own name (S10): never sniffed, sandboxed; `inline` for PDF and images."""
    try:
        stream = files.open_blob(current_app.config["SETTINGS"].storage, file.sha256)
    except FileNotFoundError:
        abort(404)
    shown = inline and file.media_type in _INLINE
    response = send_file(stream, mimetype=file.media_type, max_age=0)
    response.headers["Content-Disposition"] = files.content_disposition(file.name, inline=shown)
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    is_pdf = file.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = "sandbox" if is_pdf else "sandbox; default-src 'none'"
    return response
