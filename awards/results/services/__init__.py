"""Use cases of results: documents, exports, publication. Edges commit."""

from awards.results.services.documents import (
    Paper,
    keep_bundle,
    keep_paper,
    paper_faults,
    record_export,
    record_log_export,
)
from awards.results.services.publication import (
    STAGE_GUARDS,
    approve_publication,
    execute_publication,
    execution_faults,
)

__all__ = [
    "STAGE_GUARDS", "Paper", "approve_publication", "execute_publication", "execution_faults", "keep_bundle",
    "keep_paper", "paper_faults", "record_export", "record_log_export",
]  # fmt: skip
