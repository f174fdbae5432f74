"""Settings from the environment, read once, checked at start, failing closed (SECURITY S1)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from awards.core.clock import ASTANA

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = "postgresql+psycopg://"
DATABASES = ("sqlite:///", POSTGRESQL)
"""How the address of a database may begin."""

DEMO_KEY = "demo-only-key-never-for-a-real-competition-0123456789"


class ConfigError(Exception):
    """Every reason why the portal refuses to start, one a line."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes: a folder of .eml files (demo, tests) or an SMTP server with STARTTLS."""

    sender: str = "portal@localhost"
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True


@dataclass(frozen=True)
class Settings:
    """What a running portal needs to know about its surroundings."""

    database_url: str = field(repr=False)
    storage: Path
    base_url: str
    secret_key: str = field(repr=False)
    mail: MailSettings = field(default_factory=MailSettings)
    demo: bool = False
    testing: bool = False

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc


def demo_settings(folder: Path, port: int = 8000) -> Settings:
    """The demo: everything under one folder, on loopback, with no external service."""
    return Settings(
        database_url=f"sqlite:///{folder / 'awards.sqlite3'}",
        storage=folder / "files",
        base_url=f"http://127.0.0.1:{port}",
        secret_key=DEMO_KEY,
        mail=MailSettings(sender="demo@localhost", folder=str(folder / "mail")),
        demo=True,
    )


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings of a real competition.

    Raises ConfigError with every reason at once: a wrong configuration never starts half-way.
    """
    settings = Settings(
        database_url=environ.get("AWARDS_DATABASE_URL", ""),
        storage=Path(environ.get("AWARDS_STORAGE", "")),
        base_url=environ.get("AWARDS_BASE_URL", "").rstrip("/"),
        secret_key=environ.get("AWARDS_SECRET_KEY", ""),
        mail=MailSettings(
            sender=environ.get("AWARDS_MAIL_FROM", ""),
            folder=environ.get("AWARDS_MAIL_FOLDER", ""),
            host=environ.get("AWARDS_SMTP_HOST", ""),
            port=_port(environ.get("AWARDS_SMTP_PORT", "587")),
            user=environ.get("AWARDS_SMTP_USER", ""),
            password=environ.get("AWARDS_SMTP_PASSWORD", ""),
            starttls=environ.get("AWARDS_SMTP_STARTTLS", "1") != "0",
        ),
    )
    reasons = problems(settings)
    if reasons:
        raise ConfigError("\n".join(reasons))
    return settings


def problems(settings: Settings) -> list[str]:
    """Why these settings may not run a real competition; empty for the demo, which is marked as such."""
    if settings.demo or settings.testing:
        return []
    checks = (
        (not settings.database_url, "AWARDS_DATABASE_URL is missing"),
        (
            bool(settings.database_url) and not settings.database_url.startswith(DATABASES),
            "AWARDS_DATABASE_URL must be an address like sqlite:////path/awards.sqlite3 "
            "or postgresql+psycopg://user:password@host/database",
        ),
        (
            settings.database_url.startswith(POSTGRESQL) and find_spec("psycopg") is None,
            "the driver of PostgreSQL is missing: run `make postgres`",
        ),
        (not settings.base_url, "AWARDS_BASE_URL is missing (the https address people will use)"),
        (
            bool(settings.base_url) and not settings.is_secure,
            "AWARDS_BASE_URL must begin with https://",
        ),
        (
            len(settings.secret_key.encode()) < 32,
            "AWARDS_SECRET_KEY must be at least 32 random bytes",
        ),
        (
            settings.secret_key == DEMO_KEY or len(set(settings.secret_key)) < 10,
            "AWARDS_SECRET_KEY is a known or trivial value",
        ),
        (str(settings.storage) in ("", "."), "AWARDS_STORAGE is missing"),
        (
            str(settings.storage) not in ("", ".") and not _is_writable(settings.storage),
            "AWARDS_STORAGE is not a writable folder",
        ),
        (not settings.mail.sender, "AWARDS_MAIL_FROM is missing"),
        (not settings.mail.host, "AWARDS_SMTP_HOST is missing"),
        (not 0 < settings.mail.port < 65536, "AWARDS_SMTP_PORT must be a number from 1 to 65535"),
        (bool(settings.mail.host) and not settings.mail.starttls, "SMTP without TLS is refused"),
        (not _astana_is_plus_five(), "the time zone data is too old: Asia/Almaty must be UTC+5"),
    )
    return [reason for failed, reason in checks if failed]


def _port(text: str) -> int:
    """The number of a port; 0, which is none, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def _is_writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)


def _astana_is_plus_five() -> bool:
    offset = datetime(2026, 1, 1, tzinfo=UTC).astimezone(ASTANA).utcoffset()
    return offset is not None and offset.total_seconds() == 5 * 3600
