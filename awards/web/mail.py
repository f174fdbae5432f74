"""The words of mail: a plain-text template whose first line is the subject, in the reader's language."""

from __future__ import annotations

from flask import current_app, g, render_template
from flask_babel import force_locale

from awards.infra.outbox import Letter, Waiting
from awards.infra.transaction import transaction


def render(message: Waiting) -> Letter:
    """The letter of a queued message.

    A template that carries a secret link has a maker in `app.extensions["awards.mail_secrets"]`: it is called
    now, in a transaction of its own, so that no queue ever holds the secret. One that carries files has a
    maker in `app.extensions["awards.mail_files"]`.
    """
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        g.lang = message.locale
        with force_locale(message.locale):
            params = {**message.params}
            if maker := current_app.extensions.get("awards.mail_secrets", {}).get(message.template):
                with transaction():
                    params |= maker(message)
            text = render_template(f"emails/{message.template}.txt", lang=message.locale, **params)
            attach = current_app.extensions.get("awards.mail_files", {}).get(message.template)
            files = attach(message) if attach else ()
    subject, _, body = text.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n", files)
