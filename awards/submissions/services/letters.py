"""Letters about an entry: queued with the act, one to each member of the organisation in their language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from awards.accounts import queries as accounts
from awards.infra import outbox
from awards.submissions.queries import EntryFacts


def tell_members(
    template: str, entry: EntryFacts, params: Mapping[str, str], *, key: str, at: datetime
) -> None:
    """Queue a letter to everyone who acts for the organisation; the same `key` is told once only."""
    for member in accounts.member_emails(entry.organisation_id):
        locale = str(member.locale)
        outbox.post(
            template,
            to=member.email,
            locale=locale,
            params={
                "title": entry.title,
                "nomination": entry.nomination_title.in_(locale),
                "edition": entry.edition.title.in_(locale),
                "entry_id": entry.id,
                **params,
            },
            at=at,
            dedupe_key=f"{template}:{key}:{entry.id}:{member.id}"[:120],
        )
