"""Organisations, people, projects, roles held, certificates and engagements: dated facts."""
