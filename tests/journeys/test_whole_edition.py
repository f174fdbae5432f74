"""One walk through a whole edition in a real browser, from its set-up to the laureates at the forum."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import announcing, applying, assessing, judging, preparing
from tests.journeys.cast import Walk
from tests.journeys.portal import Portal


def test_an_edition_from_its_draft_to_the_laureates(
    portal: Portal, chromium: Browser, tmp_path: Path
) -> None:
    walk = Walk(portal, chromium, tmp_path)
    preparing.create_edition(walk)
    preparing.approve_methodology(walk)
    preparing.invite_people(walk)
    walk.move_to("2027-05-20")
    preparing.name_jury(walk)
    preparing.open_call(walk)
    applying.register(walk)
    applying.draft_and_submit(walk)
    applying.others_enter(walk)
    applying.too_late(walk)
    assessing.decide_eligibility(walk)
    assessing.record_assessors(walk)
    assessing.name_assessors(walk)
    assessing.declare(walk)
    assessing.assign(walk)
    assessing.score_by_pages(walk)
    assessing.score_by_services(walk)
    assessing.name_finalists(walk)
    judging.open_vote(walk)
    judging.vote(walk)
    judging.count(walk)
    announcing.seal(walk)
    announcing.make_minutes(walk)
    announcing.export(walk)
    announcing.publish(walk)
    announcing.announce(walk)
    announcing.read_the_log(walk)
