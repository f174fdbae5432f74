"""Commands that run the portal: migrate, serve, the first secretary, mail, files, the demo, a check-up."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask
from flask_babel import force_locale
from waitress import serve as serve_wsgi

from awards import jobs as background
from awards.accounts import queries as accounts
from awards.accounts import services as account_services
from awards.app import create_app
from awards.config import ROOT, ConfigError, MailSettings, Settings, demo_settings, from_environment
from awards.core import clock
from awards.core.actor import SYSTEM, Role
from awards.core.errors import Refusal, Refusals
from awards.core.text import Locale
from awards.infra import audit, files, outbox
from awards.infra.migrations import is_current
from awards.infra.migrations import migrate as migrate_database
from awards.infra.transaction import transaction
from awards.registry import services as registry_services
from awards.submissions.services import forget_unused_files
from awards.web.mail import render
from awards.web.words import refusal_texts

BEHIND_PROXY: dict[str, Any] = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}
"""Attempts are counted by the visitor's address: the proxy's own would shut everyone out together."""


def _app() -> Flask:
    """The portal as the environment describes it, or a refusal to start with every reason."""
    try:
        return create_app(from_environment())
    except ConfigError as refused:
        raise click.ClickException(str(refused)) from refused


def _running() -> Flask:
    """The portal with its database at the newest revision, or a refusal that says what to do."""
    app = _app()
    with app.app_context():
        if not is_current():
            raise click.ClickException("the database is not at the newest revision: run `awards migrate`")
    return app


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    with _app().app_context():
        try:
            migrate_database()
        except ConfigError as refused:
            raise click.ClickException(str(refused)) from refused


@click.command()
@click.option("--port", type=int, default=8000, show_default=True)
def serve(port: int) -> None:
    """Serve the portal on loopback, for a reverse proxy in front of it."""
    app = _running()
    background.start(app)
    serve_wsgi(
        app,
        host="127.0.0.1",
        port=port,
        threads=8,
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as fault:
        raise click.BadParameter(str(fault)) from fault


@click.command()
@click.option("--email", required=True, callback=lambda _ctx, _option, value: _address(value))
@click.option("--name", required=True)
@click.password_option()
def secretary(email: str, name: str, password: str) -> None:
    """Make the first secretary, who creates editions and invites everyone else."""
    with _running().app_context(), force_locale(Locale.EN.value):
        try:
            with transaction():
                at = clock.now()
                user = account_services.create_user(email, name, password, Locale.KK, actor=SYSTEM, at=at)
                account_services.grant_role(user.id, Role.SECRETARY, None, actor=SYSTEM, at=at)
        except (Refusal, Refusals) as refused:
            raise click.ClickException("\n".join(refusal_texts(refused))) from refused


@click.command()
def mail() -> None:
    """Send what waits in the outbox; run it every minute."""
    app = _running()
    with app.app_context():
        settings: MailSettings = app.config["SETTINGS"].mail
        click.echo(f"{outbox.send_waiting(settings, render, at=clock.now())} sent")


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now and end.")
def jobs(once: bool) -> None:
    """Read, check and take over files for the registry; `awards serve` does it too, in a thread."""
    app = _running()
    if once:
        click.echo(f"{background.work_once(app)} pieces done")
    else:
        background.work_on(app, time.sleep)


@click.command()
def tidy() -> None:
    """Erase files that nothing refers to, once they are a day old; run it every night."""
    app = _running()
    with app.app_context():
        with transaction():
            forget_unused_files(at=clock.now())
        settings: Settings = app.config["SETTINGS"]
        click.echo(f"{files.sweep(settings.storage, at=clock.now())} erased")


@click.command()
def remind() -> None:
    """Queue letters about certificates that end soon or have ended (p.115); run it every day."""
    app = _running()
    with app.app_context(), transaction():
        click.echo(f"{registry_services.remind(at=clock.now())} queued")


@click.command()
def doctor() -> None:
    """Check a running portal: revision, whole audit chain, no demo accounts."""
    with _app().app_context():
        findings = [("database revision", is_current())]
        if is_current():
            findings += [
                ("audit chain", audit.first_break() is None),
                ("no demo accounts", not accounts.demo_accounts_exist()),
            ]
    for name, ok in findings:
        click.echo(f"{'ok  ' if ok else 'BAD '} {name}")
    sys.exit(0 if all(ok for _, ok in findings) else 1)


@click.command()
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT / "var" / "demo")
@click.option("--fresh", is_flag=True, help="Throw the old demo away first.")
def demo(port: int, folder: Path, fresh: bool) -> None:
    """Load the demo edition into an embedded database and serve it on loopback."""
    from awards.demo import run  # noqa: PLC0415 - the demo's data is loaded only for the demo

    run.demo(demo_settings(folder, port), folder, port, fresh=fresh)


COMMANDS = {
    "demo": demo,
    "migrate": migrate,
    "serve": serve,
    "secretary": secretary,
    "mail": mail,
    "jobs": jobs,
    "tidy": tidy,
    "remind": remind,
    "doctor": doctor,
}
