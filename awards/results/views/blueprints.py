"""The addresses of this package by audience."""

from __future__ import annotations

from flask import Blueprint

from awards.results.words import band_text
from awards.results.words.log import actor_text, event_text, fact_lines, object_text

PUBLIC = Blueprint("results", __name__)
COMMITTEE = Blueprint("results_committee", __name__, url_prefix="/committee/<int:year>")
APPLICANT = Blueprint("results_applicant", __name__, url_prefix="/entries")

COMMITTEE.add_app_template_filter(event_text, "event_text")
COMMITTEE.add_app_template_filter(actor_text, "actor_text")
COMMITTEE.add_app_template_filter(object_text, "object_text")
COMMITTEE.add_app_template_filter(fact_lines, "fact_lines")
COMMITTEE.add_app_template_filter(band_text, "band_text")
