"""Write the next migration from what changed in the models: tools/revision.py 003 "what changed"."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask_migrate import revision

from awards.app import create_app
from awards.config import Settings
from awards.infra.migrations import FOLDER, migrate


def main(number: str, message: str) -> None:
    """Bring a scratch database to the newest revision and compare it with the models."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(
            database_url=f"sqlite:///{folder / 'scratch.sqlite3'}",
            storage=folder,
            base_url="http://localhost",
            secret_key="scratch " * 8,
            testing=True,
        )
        with create_app(settings).app_context():
            migrate()
            revision(directory=str(FOLDER), message=message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(*sys.argv[1:3])
