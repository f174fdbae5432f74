"""The certificate gate of p.121: assessors are certified managers, or trainers with a qualification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from awards.registry.domain import CertificateFacts, CertificateState, is_valid_on

_NOT_HELD = (CertificateState.SUSPENDED, CertificateState.REVOKED)


def is_qualified_on(certificates: Sequence[CertificateFacts], is_trainer: bool, day: date) -> bool:
    """Whether p.121 lets a person with these certificates assess on `day`.

    A trainer needs a certificate that was issued by then and not taken away; its term may have run out.
    Anyone else needs one that is valid on the day.
    """
    if any(is_valid_on(certificate, day) for certificate in certificates):
        return True
    return is_trainer and any(
        certificate.issued_on <= day and certificate.status not in _NOT_HELD for certificate in certificates
    )


def first_day_unqualified(
    certificates: Sequence[CertificateFacts], is_trainer: bool, begins: date, ends: date
) -> date | None:
    """The first day from `begins` to `ends` (both included) on which p.121 is not met; None if it always is.

    Certificates may follow each other: only the days after one runs out, and the first day, can be the gap.
    """
    days = {begins} | {
        certificate.valid_until + timedelta(days=1)
        for certificate in certificates
        if certificate.valid_until is not None and begins <= certificate.valid_until < ends
    }
    return next((day for day in sorted(days) if not is_qualified_on(certificates, is_trainer, day)), None)
