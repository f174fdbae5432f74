"""The sealed edition, for whoever attacks it."""

from tests.integration.results.conftest import app, sealed, sealed_folder

__all__ = ["app", "sealed", "sealed_folder"]
