"""The closed vocabulary of the audit log: each event with the exact set of its facts."""

from __future__ import annotations

EVENTS: dict[str, frozenset[str]] = {
    "state.moved": frozenset({"from", "to", "reason"}),
    # accounts
    "account.registered": frozenset({"locale"}),
    "account.signed_in": frozenset(),
    "account.sign_in_failed": frozenset({"reason"}),
    "account.signed_out": frozenset(),
    "account.password_changed": frozenset({"by"}),
    "role.granted": frozenset({"role", "user"}),
    "role.revoked": frozenset({"role", "user", "reason"}),
    "invitation.sent": frozenset({"kind", "locale"}),
    "organisation.joined": frozenset({"organisation"}),
    # registry
    "registry.added": frozenset({"kind", "digest"}),
    "registry.corrected": frozenset({"kind", "before", "after", "reason"}),
    "registry.ended": frozenset({"kind", "on", "reason"}),
    "registry.imported": frozenset({"kind", "rows", "added", "changed", "refused", "digest"}),
    "registry.iin_revealed": frozenset({"reason"}),
    # competition
    "edition.created": frozenset({"year"}),
    "edition.changed": frozenset({"before", "after"}),
    "nomination.added": frozenset({"code", "kind", "proposer"}),
    "category.added": frozenset({"code"}),
    "methodology.changed": frozenset({"digest"}),
    "methodology.approved": frozenset({"number", "date", "digest"}),
    "committee.seated": frozenset({"function", "holder"}),
    # submissions
    "entry.created": frozenset({"nomination", "organisation"}),
    "entry.file_attached": frozenset({"sha256", "bytes"}),
    "entry.file_removed": frozenset({"sha256"}),
    "entry.submitted": frozenset({"version", "receipt", "manifest"}),
    "eligibility.decided": frozenset({"verdict", "findings", "reason"}),
    # assessment
    "assessor.named": frozenset({"person", "capacity", "decision"}),
    "assessor.removed": frozenset({"reason"}),
    "conflict.computed": frozenset({"pairs", "blocked", "digest"}),
    "conflict.declared": frozenset({"entry", "verdict"}),
    "conflict.decided": frozenset({"entry", "verdict", "decision"}),
    "assignment.proposed": frozenset({"pairs", "status", "digest"}),
    "assignment.edited": frozenset({"added", "removed"}),
    "assignment.confirmed": frozenset({"pairs", "digest"}),
    "sheet.saved": frozenset({"digest"}),
    "sheet.locked": frozenset({"total", "digest"}),
    "scoring.run": frozenset({"method", "digest", "entries", "replaces"}),
    # jury
    "juror.named": frozenset({"person", "chair", "decision"}),
    "finalists.confirmed": frozenset({"run", "entries", "decision"}),
    "recusal.declared": frozenset({"entry"}),
    "recusal.decided": frozenset({"entry", "verdict", "decision"}),
    "round.opened": frozenset({"method", "candidates", "roster", "closes"}),
    "ballot.cast": frozenset({"receipt"}),
    "round.closed": frozenset({"present", "needed"}),
    "round.counted": frozenset({"status", "digest"}),
    "casting.decided": frozenset({"medal", "tied", "choice"}),
    "verdict.confirmed": frozenset({"gold", "silver", "bronze", "how", "decision"}),
    # results
    "results.exported": frozenset({"form", "digest"}),
    "minutes.made": frozenset({"locale", "digest"}),
    "publication.approved": frozenset(),
    "publication.executed": frozenset({"digest"}),
}
"""A ballot's event carries its receipt alone: a log that names choices would be a second ballot box."""
