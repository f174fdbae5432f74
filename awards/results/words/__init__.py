"""Words for this package's refusals, notices and labels, and lines of documents; those of the log beside."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from awards.core.workflow import PublicationState
from awards.results.domain.vocabulary import DocumentKind

REFUSALS: dict[str, Any] = {
    "results.not_sealed": _l("The results are not sealed yet: every segment needs its verdict first."),
    "results.no_verdict": _l("The jury has not confirmed the medals of this segment."),
    "results.not_approved": _l(
        "Publication is not approved yet. The chair of the jury or a member of the committee approves it."
    ),
    "results.already_approved": _l("Publication is already approved."),
    "results.same_person": _l("You approved the publication, so another person has to carry it out."),
    "results.before_forum": _l(
        "Results are announced at the forum. They can be made public from %(when)s on (Astana time)."
    ),
    "results.not_executed": _l("The edition is published by carrying out the approved publication."),
    "results.not_allowed": _l("Your role does not allow this now."),
    "results.code_taken": _l("The code of the document was given out meanwhile. Try again."),
    "results.no_pdf": _l(
        "The document could not be laid out. Try again; if it fails again, tell the operator."
    ),
}
DONE: dict[str, Any] = {
    "results.paper_kept": _l("The document is made. Its hash and code are kept."),
    "results.bundle_kept": _l("The bundle is made."),
    "results.approved": _l("You approved the publication. The secretary can carry it out from the forum on."),
    "results.executed": _l("The results are public."),
}
LABELS: tuple[Mapping[StrEnum, Any], ...] = (
    {
        DocumentKind.MINUTES: _l("Minutes of a segment"),
        DocumentKind.JURY_MINUTES: _l("Minutes of the jury"),
        DocumentKind.DIPLOMA: _l("Diploma"),
        DocumentKind.BUNDLE: _l("Results bundle, complete"),
        DocumentKind.PUBLIC_BUNDLE: _l("Results bundle, public"),
    },
    {
        PublicationState.APPROVED: _l("Approved"),
        PublicationState.EXECUTED: _l("Public"),
    },
)
BANDS: dict[str, Any] = {
    "zone": _l("90 to 100 points: the winners' zone"),
    "strong": _l("75 to 90 points"),
    "sound": _l("60 to 75 points"),
    "early": _l("below 60 points"),
}


def band_text(band: str) -> str:
    return str(BANDS.get(band, ""))
