"""An applicant's feedback on their own entry, once results are public (R6, R7)."""

from __future__ import annotations

from flask import render_template

from awards.core.permissions import Action
from awards.results import queries
from awards.results.queries import Feedback
from awards.results.views.blueprints import APPLICANT
from awards.web.guards import requires


@APPLICANT.get("/<entry_id>/feedback")
@requires(Action.READ_FEEDBACK, queries.feedback)
def feedback(found: Feedback) -> str:
    """The entry's band, and what assessors found strong and worth improving."""
    return render_template("results/applicant/feedback.html", feedback=found, entry=found.entry)
