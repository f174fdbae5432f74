"""The sealed edition, for whoever attacks it."""

from tests.integration.results.conftest import sealed, sealed_file, sealed_on_server, settings, stock

__all__ = ["sealed", "sealed_file", "sealed_on_server", "settings", "stock"]
