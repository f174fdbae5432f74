"""The addresses of this package by audience; both of its halves hang their pages on these."""

from __future__ import annotations

from flask import Blueprint

ASSESSOR = Blueprint("assessment_assessor", __name__, url_prefix="/assessor")
COMMITTEE = Blueprint("assessment_committee", __name__, url_prefix="/committee/<int:year>")
