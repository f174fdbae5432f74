"""Words for this package's refusals, notices and labels, events of the log, and lines of documents."""

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
EVENTS: dict[str, Any] = {
    "state.moved": _l("Moved to another state"),
    "role.granted": _l("Role granted"),
    "role.revoked": _l("Role revoked"),
    "invitation.made": _l("Invitation made"),
    "invitation.approved": _l("Invitation approved"),
    "invitation.accepted": _l("Invitation accepted"),
    "invitation.withdrawn": _l("Invitation withdrawn"),
    "edition.created": _l("Edition created"),
    "edition.changed": _l("Edition changed"),
    "nomination.added": _l("Nomination added"),
    "nomination.removed": _l("Nomination removed"),
    "nomination.changed": _l("Nomination changed"),
    "category.added": _l("Category added"),
    "category.removed": _l("Category removed"),
    "category.changed": _l("Category changed"),
    "category.mapped": _l("Kind of organisation mapped to a category"),
    "methodology.changed": _l("Methodology changed"),
    "methodology.approved": _l("Methodology approved"),
    "decision.recorded": _l("Decision recorded"),
    "committee.seated": _l("Committee seat taken"),
    "committee.seat_ended": _l("Committee seat ended"),
    "entry.created": _l("Entry started"),
    "entry.file_attached": _l("File attached"),
    "entry.file_removed": _l("File removed"),
    "entry.submitted": _l("Entry submitted"),
    "eligibility.decided": _l("Admission decided"),
    "assessor.named": _l("Assessor named"),
    "assessor.removed": _l("Assessor removed"),
    "assessor.changed": _l("Assessor's load changed"),
    "conflict.computed": _l("Conflicts computed"),
    "conflict.declared": _l("Conflict declared"),
    "conflict.decided": _l("Conflict decided"),
    "assignment.proposed": _l("Assignment proposed"),
    "assignment.edited": _l("Assignment edited"),
    "assignment.confirmed": _l("Assignment confirmed"),
    "sheet.saved": _l("Score sheet saved"),
    "sheet.locked": _l("Score sheet locked"),
    "scoring.run": _l("Scores computed"),
    "scoring.reminded": _l("Assessors reminded"),
    "consensus.noted": _l("Consensus noted"),
    "juror.named": _l("Juror named"),
    "juror.removed": _l("Juror removed"),
    "finalists.confirmed": _l("Finalists confirmed"),
    "recusal.declared": _l("Recusal declared"),
    "recusal.decided": _l("Recusal decided"),
    "round.opened": _l("Vote opened"),
    "round.reopened": _l("Vote opened again"),
    "round.deputy_named": _l("Deputy of the chair named"),
    "ballot.cast": _l("Ballot cast"),
    "ballot.withdrawn": _l("Ballot taken back"),
    "round.closed": _l("Vote closed"),
    "round.counted": _l("Vote counted"),
    "casting.decided": _l("Casting decision made"),
    "verdict.confirmed": _l("Medals confirmed"),
    "results.exported": _l("Results exported"),
    "log.exported": _l("Log exported"),
    "minutes.made": _l("Minutes made"),
    "diploma.made": _l("Diploma made"),
    "publication.approved": _l("Publication approved"),
    "publication.executed": _l("Results made public"),
}


def event_text(event: str) -> str:
    """The word for an event of the log; its own name where it has none yet."""
    return str(EVENTS.get(event, event))


def band_text(band: str) -> str:
    return str(BANDS.get(band, ""))
