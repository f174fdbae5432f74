"""A secretary and what they send."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from awards.accounts.models import User
from awards.core.actor import Role
from tests.factories.accounts import make_user, sign_in


@pytest.fixture
def secretary(client: FlaskClient) -> User:
    """A secretary of the whole portal, signed in."""
    user = make_user("Айгүл Хатшы", role=Role.SECRETARY)
    sign_in(client, user)
    return user
