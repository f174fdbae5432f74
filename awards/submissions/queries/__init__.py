"""Reading entries: frozen facts for pages and for the packages above."""

from awards.submissions.queries.choices import (
    Candidate,
    Choice,
    choices,
    edition_of_nomination,
    get_choice,
    segment_of_choice,
)
from awards.submissions.queries.counts import Overview, SegmentCount, overview
from awards.submissions.queries.eligibility import (
    EligibilityFacts,
    case_of,
    decision_of,
    findings_of,
    undecided,
)
from awards.submissions.queries.entries import (
    EntryFacts,
    EntryFilter,
    admitted_entries,
    carded,
    committee_entries,
    entries,
    entries_of,
    get_entry,
    ids_where,
    own,
    own_entries,
)
from awards.submissions.queries.versions import (
    AnswerFacts,
    DraftFilePage,
    DraftPage,
    FileFacts,
    ReceiptFacts,
    SectionPage,
    VersionFacts,
    VersionFilePage,
    VersionPage,
    areas_of,
    draft_files,
    get_draft,
    get_draft_file,
    get_section,
    get_version,
    get_version_file,
    get_version_page,
    receipt_of,
    rubric_area,
    versions_of,
    with_requests,
)

__all__ = [
    "AnswerFacts", "Candidate", "Choice", "DraftFilePage", "DraftPage", "EligibilityFacts", "EntryFacts",
    "EntryFilter", "FileFacts", "Overview", "ReceiptFacts", "SectionPage", "SegmentCount", "VersionFacts",
    "VersionFilePage", "VersionPage", "admitted_entries", "areas_of", "carded", "case_of", "choices",
    "committee_entries", "decision_of", "draft_files", "edition_of_nomination", "entries", "entries_of",
    "findings_of", "get_choice", "get_draft", "get_draft_file", "get_entry", "get_section", "get_version",
    "get_version_file", "get_version_page", "ids_where", "overview", "own", "own_entries", "receipt_of",
    "rubric_area", "segment_of_choice", "undecided", "versions_of", "with_requests",
]  # fmt: skip
