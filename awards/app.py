"""create_app: settings, extensions, features, guards. The only place that knows every feature."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.util import find_spec

from flask import Flask, redirect
from flask_migrate import Migrate
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from awards import models as _models  # noqa: F401 - every table is known before the first query
from awards.accounts import queries as accounts_queries
from awards.accounts import views as accounts_views
from awards.accounts import words as accounts_words
from awards.accounts.mail_secrets import MAKERS
from awards.accounts.sessions import load_actor
from awards.assessment import views as assessment_views
from awards.assessment import words as assessment_words
from awards.board import views as board_views
from awards.board import words as board_words
from awards.competition import queries as competition_queries
from awards.competition import stage_guards
from awards.competition import views as competition_views
from awards.competition import words as competition_words
from awards.config import ROOT, ConfigError, Settings, problems
from awards.core.permissions import Action, Subject, can
from awards.core.text import Text
from awards.infra.db import db, engine_options
from awards.jury import views as jury_views
from awards.jury import words as jury_words
from awards.registry import queries as registry_queries
from awards.registry import views as registry_views
from awards.registry import words as registry_words
from awards.results import views as results_views
from awards.results import words as results_words
from awards.submissions import queries as submissions_queries
from awards.submissions import views as submissions_views
from awards.submissions import words as submissions_words
from awards.web import (
    addresses,
    errors,
    filters,
    forms,
    guards,
    headers,
    locale,
    lookups,
    navigation,
    shell,
    words,
)

FEATURES = (
    (accounts_views, accounts_words),
    (registry_views, registry_words),
    (competition_views, competition_words),
    (submissions_views, submissions_words),
    (assessment_views, assessment_words),
    (jury_views, jury_words),
    (results_views, results_words),
    (board_views, board_words),
)
MAX_UPLOAD = 60 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The portal for these settings.

    Raises ConfigError when the settings are unfit for a real competition (SECURITY S1).
    """
    reasons = problems(settings)
    if reasons:
        raise ConfigError("\n".join(reasons))
    app = Flask(
        "awards", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "awards" / "static")
    )
    _configure(app, settings)
    addresses.init_app(app)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    for feature_views, feature_words in FEATURES:
        words.collect(feature_words)
        navigation.collect(feature_views.NAV)
        for blueprint in feature_views.BLUEPRINTS:
            app.register_blueprint(blueprint, url_prefix=locale.PREFIX + (blueprint.url_prefix or ""))
    app.register_blueprint(shell.bp, url_prefix=locale.PREFIX)
    for part in (locale, filters, headers, errors, shell):
        part.init_app(app)
    guards.init_app(app, load_actor)
    lookups.init_app(
        app, edition_of_year=competition_queries.get_edition, organisation_names=_organisation_names
    )
    app.extensions["awards.mail_secrets"] = MAKERS
    app.extensions["awards.mail_files"] = submissions_views.MAIL_FILES
    _register_stage_guards()
    _describe(app)
    _refuse_demo_data(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.storage.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        BASE_URL=settings.base_url,
        DEMO=settings.demo,
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SQLALCHEMY_SESSION_OPTIONS={"autoflush": False},
        TRUSTED_HOSTS=None if settings.demo or settings.testing else [settings.host],
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True


def _organisation_names(ids: Collection[str]) -> dict[str, Text]:
    return {key: facts.name for key, facts in registry_queries.organisations(ids).items()}


def _refuse_demo_data(app: Flask, settings: Settings) -> None:
    """Invented people sign in with a known password: a real competition does not start beside them (S1)."""
    if settings.demo or settings.testing:
        return
    with app.app_context():
        try:
            found = inspect(db.engine).has_table("user") and accounts_queries.demo_accounts_exist()
        except OperationalError as fault:
            raise ConfigError(f"the database does not answer: {fault.orig}") from fault
        if found:
            raise ConfigError("the database holds demo accounts: start from an empty one")


def _register_stage_guards() -> None:
    """Every package names its own reasons against a move of stage (`STAGE_GUARDS` of its services)."""
    for feature, _ in FEATURES:
        name = f"{feature.__name__.rpartition('.')[0]}.services"
        services = import_module(name) if find_spec(name) else None
        for to, guard in getattr(services, "STAGE_GUARDS", {}).items():
            stage_guards.register(to, guard)
    stage_guards.register_occupied(submissions_queries.occupied_segments)


def _describe(app: Flask) -> None:
    """What every template may use, and the front door."""

    def may(action: str, subject: object = None) -> bool:
        facts = getattr(subject, "subject", subject)
        return can(guards.current_actor(), Action[action], facts if isinstance(facts, Subject) else None)

    app.jinja_env.globals.update(
        can=may,
        current_actor=guards.current_actor,
        navigation=navigation.navigation,
        done_text=words.done_text,
        form_token=forms.form_token,
        label=words.label,
    )
    app.jinja_env.filters["label"] = words.label

    @app.get("/")
    @guards.public
    def front() -> Response:
        """Kazakh is the default language (the state language)."""
        return redirect("/kk/")
