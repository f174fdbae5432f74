"""An open edition at NOW, an organisation with a whole project, and someone who acts for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from awards.accounts.models import User
from awards.competition.models import Edition
from awards.core.actor import Actor
from awards.core.workflow import Stage
from awards.infra.db import db
from awards.registry.models import Organisation, Project
from tests.factories.accounts import actor_of, make_user
from tests.factories.competition import make_edition
from tests.factories.registry import make_charter, make_organisation, make_project


@dataclass
class Scene:
    """What most tests of this package begin with."""

    edition: Edition
    organisation: Organisation
    project: Project
    user: User

    @property
    def actor(self) -> Actor:
        return actor_of(self.user)


@pytest.fixture
def scene(app: Flask, at: datetime) -> Scene:
    edition = make_edition(Stage.OPEN)
    organisation = make_organisation("«Демо» Су ресурстары агенттігі")
    project = make_project(organisation, "Су үнемдеу датчиктері")
    make_charter(project, organisation)
    user = make_user("Ұлан Жақсыбек", organisation_id=organisation.id)
    db.session.commit()
    return Scene(edition, organisation, project, user)
