"""The addresses of this package by audience."""

from __future__ import annotations

from flask import Blueprint

from awards.jury.words import settled_text, step_text, step_title

COMMITTEE = Blueprint("jury", __name__, url_prefix="/committee/<int:year>")
JUROR = Blueprint("jury_juror", __name__, url_prefix="/jury")


@COMMITTEE.app_template_filter("settled")
def settled(decided_by: str) -> str:
    """How a medal was settled."""
    return settled_text(decided_by)


COMMITTEE.add_app_template_global(step_text, "step_text")
COMMITTEE.add_app_template_global(step_title, "step_title")
