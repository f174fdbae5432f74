"""Entries, their versions and files, and whether they are eligible."""
