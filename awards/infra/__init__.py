"""Database, mail, files and PDF; no HTTP."""
