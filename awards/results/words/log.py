"""The audit log in words: its events, what they are about, and the facts they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from awards.competition.domain import Aggregation, DecisionBody, NominationKind
from awards.core.actor import SYSTEM, Role
from awards.core.workflow import (
    DeclarationState,
    EditionState,
    EntryState,
    MethodologyState,
    PublicationState,
    RoundState,
    RunState,
    SegmentState,
    SheetState,
)
from awards.jury.domain.vocabulary import How, Medal
from awards.registry.domain import OrganisationKind
from awards.submissions.domain import Verdict
from awards.submissions.words import FINDINGS
from awards.web.filters import day, instant, points
from awards.web.words import label

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
    "recusal.proposed": _l("Recusal proposed by records"),
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
OBJECTS: dict[str, Any] = {
    "edition": _l("edition"),
    "nomination": _l("nomination"),
    "category": _l("category"),
    "segment": _l("segment"),
    "methodology": _l("methodology"),
    "decision": _l("decision"),
    "seat": _l("committee seat"),
    "entry": _l("entry"),
    "entry_version": _l("submitted version"),
    "assessor": _l("assessor"),
    "declaration": _l("declaration"),
    "assignment_run": _l("assignment"),
    "assignmentrun": _l("assignment"),
    "sheet": _l("score sheet"),
    "scoresheet": _l("score sheet"),
    "scoringrun": _l("scoring run"),
    "juror": _l("juror"),
    "recusal": _l("recusal"),
    "round": _l("vote"),
    "publication": _l("publication"),
    "document": _l("document"),
    "role": _l("role"),
    "invitation": _l("invitation"),
    "user": _l("account"),
}
FACTS: dict[str, Any] = {
    "assessors": _l("assessors"),
    "blocked": _l("blocked pairs"),
    "body": _l("decided by"),
    "bronze": _l("bronze"),
    "by": _l("by"),
    "bytes": _l("size in bytes"),
    "candidates": _l("finalists"),
    "capacity": _l("capacity"),
    "category": _l("category"),
    "chair": _l("chair"),
    "choice": _l("choice"),
    "closes": _l("closes"),
    "code": _l("code"),
    "date": _l("date"),
    "decision": _l("decision"),
    "deputy": _l("deputy"),
    "digest": _l("digest"),
    "entries": _l("entries concerned"),
    "entry": _l("entry"),
    "findings": _l("objections"),
    "form": _l("form"),
    "from": _l("from"),
    "function": _l("function"),
    "gold": _l("gold"),
    "holder": _l("holder"),
    "how": _l("how"),
    "kind": _l("kind"),
    "manifest": _l("hash of the content"),
    "medal": _l("medal"),
    "method": _l("method"),
    "minimum": _l("minimum"),
    "needed": _l("needed"),
    "nomination": _l("nomination"),
    "nominations": _l("nominations"),
    "note": _l("note"),
    "number": _l("number"),
    "organisation": _l("organisation"),
    "pairs": _l("pairs"),
    "person": _l("person"),
    "present": _l("present"),
    "proposer": _l("proposed by"),
    "reason": _l("reason"),
    "receipt": _l("receipt"),
    "removed": _l("removed"),
    "replaces": _l("replaces"),
    "role": _l("role"),
    "roster": _l("roster"),
    "run": _l("run"),
    "silver": _l("silver"),
    "status": _l("outcome"),
    "subject": _l("subject"),
    "text": _l("text"),
    "tied": _l("tied"),
    "to": _l("to"),
    "total": _l("points"),
    "user": _l("account"),
    "verdict": _l("verdict"),
    "version": _l("version"),
    "year": _l("year"),
}
STATUSES: dict[str, Any] = {
    "optimal": _l("optimal"),
    "decided": _l("decided"),
    "needs_casting": _l("tie: the chair decides"),
    "no_quorum": _l("no quorum"),
}
_STATES: Mapping[str, type[StrEnum]] = {
    "edition": EditionState,
    "segment": SegmentState,
    "methodology": MethodologyState,
    "entry": EntryState,
    "assignmentrun": RunState,
    "scoresheet": SheetState,
    "declaration": DeclarationState,
    "recusal": DeclarationState,
    "round": RoundState,
    "publication": PublicationState,
}
_VALUES: Mapping[str, tuple[type[StrEnum], ...]] = {
    "body": (DecisionBody,),
    "how": (How,),
    "kind": (OrganisationKind, NominationKind),
    "medal": (Medal,),
    "method": (Aggregation,),
    "role": (Role,),
    "verdict": (Verdict, DeclarationState),
}
_ID = re.compile(r"[0-9a-f]{32}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST = 60


def event_text(event: str) -> str:
    """The word for an event of the log; its own name where it has none yet."""
    return str(EVENTS.get(event, event))


def actor_text(name: str) -> str:
    """Who acted; the portal's own acts are logged under "system"."""
    return str(_("the portal")) if name == SYSTEM.name else name


def object_text(kind: str) -> str:
    """What an event is about; the name of the table where it has no word yet."""
    return str(OBJECTS.get(kind, kind))


def fact_lines(event: Any) -> tuple[tuple[str, str], ...]:
    """(name, value) of each fact that an event carries, in words; empty ones left out."""
    return tuple(
        (str(FACTS.get(key, key)), _value(key, value, event.object_kind))
        for key, value in event.facts.items()
        if value not in (None, "", [])
    )


def _value(key: str, value: Any, kind: str) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if key == "total" and isinstance(value, int):
        return str(points(value))
    if isinstance(value, list):
        if all(_ID.fullmatch(str(one)) for one in value):
            return str(len(value))
        return ", ".join(_value(key, one, kind) for one in value)
    if isinstance(value, str):
        return _word(key, value, kind) or _time(value) or _short(value)
    return _short(str(value))


def _word(key: str, value: str, kind: str) -> str:
    """The word for a code, or "" where the fact is no code."""
    states = _STATES.get(kind)
    members = (states,) if key in ("from", "to") and states else _VALUES.get(key, ())
    for kinds in members:
        if value in tuple(kinds):
            return label(kinds(value))
    if key == "findings" and value in FINDINGS:
        return str(FINDINGS[value][0])
    return str(STATUSES[value]) if key == "status" and value in STATUSES else ""


def _time(value: str) -> str:
    """An instant or a day as people write it, or "" where the text is neither."""
    if _INSTANT.fullmatch(value):
        return str(instant(datetime.fromisoformat(value)))
    return str(day(date.fromisoformat(value))) if _DAY.fullmatch(value) else ""


def _short(value: str) -> str:
    if _ID.fullmatch(value):
        return value[:8]
    return value if len(value) <= LONGEST else f"{value[:24]}…"
