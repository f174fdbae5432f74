"""Reading results: what is announced, documents, bundles, the log, an applicant's feedback."""

from __future__ import annotations

from awards.results.queries.announced import (
    MedalLine,
    PublicationFacts,
    SegmentResult,
    Winners,
    publication,
    result_of,
    results,
    winners,
)
from awards.results.queries.bundle import make_bundle
from awards.results.queries.documents import (
    DocumentFacts,
    document_by_code,
    document_data,
    document_for,
    documents,
    get_document,
    public_bundle,
)
from awards.results.queries.feedback import AreaFeedback, Feedback, feedback
from awards.results.queries.log import (
    DayHead,
    EventFacts,
    LogFilter,
    day_heads,
    event_names,
    events,
    export_lines,
)

__all__ = [
    "AreaFeedback", "DayHead", "DocumentFacts", "EventFacts", "Feedback", "LogFilter", "MedalLine",
    "PublicationFacts", "SegmentResult", "Winners", "day_heads", "document_by_code", "document_data",
    "document_for", "documents", "event_names", "events", "export_lines", "feedback", "get_document",
    "make_bundle", "public_bundle", "publication", "result_of", "results", "winners",
]  # fmt: skip
