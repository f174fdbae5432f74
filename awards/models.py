"""Every table of the portal, in one import: for the app, the migrations and the tests."""

from __future__ import annotations

from awards.accounts import models as accounts
from awards.assessment import models as assessment
from awards.competition import models as competition
from awards.infra import audit, files, outbox
from awards.jury import models as jury
from awards.registry import models as registry
from awards.results import models as results
from awards.submissions import models as submissions

__all__ = [
    "accounts",
    "assessment",
    "audit",
    "competition",
    "files",
    "jury",
    "outbox",
    "registry",
    "results",
    "submissions",
]
