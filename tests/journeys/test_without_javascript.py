"""All but comfort works without JavaScript: an entry is submitted and a sheet locked with scripts off."""

from __future__ import annotations

from collections.abc import Callable

from awards.accounts.queries import user_by_email
from awards.assessment import queries as assessment
from awards.competition import queries as competition
from awards.demo.marks import content
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Enter = Callable[..., Person]


def test_an_entry_is_submitted_without_scripts(demo: Portal, enter: Enter) -> None:
    """The demo's office entry is filled in and waits for its button."""
    applicant = enter(demo, "applicant.ulytau", language="ru", java_script_enabled=False)
    applicant.open("/entries")
    addresses = [link.get_attribute("href") or "" for link in applicant.main.locator("tbody th a").all()]
    for address in addresses:
        applicant.open(f"{demo.url}{address}")
        button = applicant.main.get_by_role("link", name=applicant.words("Check and submit"), exact=True)
        if applicant.main.locator(".btn-primary").count() and button.count():
            break
    else:
        raise AssertionError("the demo has no draft that may be submitted")
    entry = applicant.place
    applicant.open(f"{entry}/facts").fill(summary="Офис сопровождает все проекты области.")
    applicant.press("Save and return").done()
    applicant.open(f"{entry}/submit").fill(accuracy=True, personal_data=True).press("Submit entry").done()
    assert "/versions/" in applicant.place, "the receipt follows the submission"


def test_a_sheet_is_scored_and_locked_without_scripts(demo: Portal, enter: Enter) -> None:
    """Saved by its button, refused while a criterion has no level, locked once it is whole."""
    key, sheet_id = demo.ask(_somebody_with_work)
    assessor = enter(demo, key, language="kk", java_script_enabled=False)
    assessor.open("/assessor/")
    if not assessor.main.locator(f'a[href*="{sheet_id}"]').count():
        assessor.open("/assessor/conflicts")
        for box in assessor.main.locator('input[name="entries"]').all():
            box.check()
        assessor.press("Declare no conflict with those ticked").done()
    assessor.open(f"/assessor/sheets/{sheet_id}")
    sheet = demo.ask(lambda: assessment.get_sheet(sheet_id))
    assert sheet is not None
    rubric = demo.ask(lambda: competition.rubric(sheet.entry.nomination_id))
    wanted = content(rubric, 88_000)
    first, *rest = rubric.criteria
    assessor.fill(**{f"level_{first.code}": ""}).press("Save and review")
    assert assessor.main.locator(".blockers").count() == 1, "a criterion without a level blocks the lock"
    assessor.open(f"/assessor/sheets/{sheet_id}")
    for criterion in (first, *rest):
        mark = wanted.mark(criterion.id)
        assessor.fill(
            **{f"level_{criterion.code}": mark.half_level, f"rationale_{criterion.code}": mark.rationale}
        )
    for area in rubric.areas:
        note = wanted.note(area.code)
        assessor.fill(
            **{f"strengths_{area.code}": note.strengths, f"improvements_{area.code}": note.improvements}
        )
    assessor.press("Save and review").sees("88,00")
    assessor.press("Lock the score sheet").done().sees("88,00")


def _somebody_with_work() -> tuple[str, str]:
    """The key of a demo assessor and the id of a sheet that is still theirs to fill in."""
    for number in range(1, 25):
        key = f"assessor{number}"
        user = user_by_email(f"{key}@demo.example")
        assert user is not None
        for edition_id in assessment.editions_assessed_by(user.id):
            for card in assessment.own_sheets(user.id, edition_id):
                if card.state == "draft":
                    return key, card.id
    raise AssertionError("every sheet of the demo is locked")
