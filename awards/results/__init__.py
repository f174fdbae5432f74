"""Exports for the forum, minutes, the public winners' page and verification."""
