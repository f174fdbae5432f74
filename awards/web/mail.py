"""The words of mail: a plain-text template whose first line is the subject, in the reader's language."""

from __future__ import annotations

from flask import current_app, g, render_template
from flask_babel import force_locale

from awards.infra.outbox import OutboxMessage


def render(message: OutboxMessage) -> tuple[str, str]:
    """(subject, plain text) of a queued message.

    A template that carries a secret link has a maker in `app.extensions["awards.mail_secrets"]`; it is called
    now, in the transaction that sends, so that no queue ever holds the secret.
    """
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        g.lang = message.locale
        with force_locale(message.locale):
            maker = current_app.extensions.get("awards.mail_secrets", {}).get(message.template)
            params = {**message.params, **(maker(message) if maker else {})}
            text = render_template(f"emails/{message.template}.txt", lang=message.locale, **params)
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"
