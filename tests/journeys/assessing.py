"""Eligibility, assessors and their conflicts, the assignment, score sheets, scores and finalists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from awards.accounts import services as accounts
from awards.accounts.queries import actor_of
from awards.assessment import queries, services
from awards.competition import queries as competition
from awards.competition.domain import Rubric
from awards.core.actor import SYSTEM, Role
from awards.core.text import Locale
from awards.core.workflow import EntryState, SheetState
from awards.demo.marks import content
from awards.demo.registry import add_person, add_user, certify
from awards.submissions import queries as submissions
from tests.journeys.cast import SEGMENT, SOLO, YEAR, Walk
from tests.journeys.person import Person
from tests.journeys.preparing import move

TOTALS = {
    "ours": 96_000,
    "digital": 95_000,
    "water": 93_000,
    "labour": 91_000,
    "fifth": 80_000,
    "manager": 94_000,
}
"""What every assessor gives each entry, in milli-points: four of the segment are in the zone."""


def decide_eligibility(walk: Walk) -> None:
    """Each finding cites its point; the entry without a customer in its charter is not admitted (p.85)."""
    walk.move_to("2027-08-02")
    secretary = walk.people["secretary"]
    move(secretary, "Begin admissibility")
    secretary.done().open(f"/committee/{YEAR}/entries")
    for key in (*TOTALS, "no charter"):
        secretary.open(f"/committee/{YEAR}/entries/{walk.entries[key]}")
        if key == "no charter":
            secretary.sees("85").fill(verdict="ineligible", reason="В уставе не назван заказчик.")
        else:
            secretary.fill(verdict="eligible", reason="Проверено по реестру.")
        secretary.press("Record the decision").done()
    walk.people["applicant"].open(f"/entries/{walk.entries['ours']}").sees("Проверено по реестру.")
    refused = walk.portal.ask(lambda: submissions.get_entry(walk.entries["no charter"]))
    assert refused is not None and refused.state is EntryState.INELIGIBLE
    assert any("заказчик" in letter for letter in walk.portal.mail_to("applicant.qorgau@demo.example"))


def record_assessors(walk: Walk) -> None:
    """The clerk records a certified person with a consultancy (p.121); three more come by services."""
    walk.move_to("2027-08-04")
    clerk = walk.newcomer("clerk", "ru")

    def appoint() -> None:
        user = accounts.create_user(
            clerk.email, "Һәкім Тіркеуші", clerk.password, Locale.RU, actor=SYSTEM, at=walk.now
        )
        accounts.grant_role(user.id, Role.CLERK, None, actor=SYSTEM, at=walk.now)
        for number in (2, 3, 4):
            user_id = add_user(walk.world, f"assessor{number}", ASSESSORS[number], walk.now)
            person = add_person(walk.world, ASSESSORS[number], walk.now, user_id, region="KZ-35")
            certify(walk.world, person, date(2025, 1, 1), date(2030, 1, 1), walk.now, "ipma")

    walk.portal.do(appoint)
    clerk.open("/registry/people/new")
    clerk.fill(full_name=ASSESSORS[1], region="KZ-75").press("Record").done()
    person = clerk.place
    clerk.open(f"{person}/certificates/new")
    clerk.fill(scheme="ipma", number="KZ-0417", issued_on="2025-03-01", valid_until="2030-03-01")
    clerk.press("Record").done()
    clerk.open(f"{person}/engagements/new")
    clerk.pick("organisation_id", "Цифрлық қызметтер министрлігі", walk.world.bodies["digital"])
    clerk.fill(
        kind="consultancy",
        contract_number="ДК-11",
        since="2025-01-01",
        until="2026-06-01",
    )
    clerk.press("Record").done().open(person).sees("KZ-0417")


ASSESSORS = {1: "Мақпал Сейтқазы", 2: "Ыдырыс Нұрпейіс", 3: "Ғафура Тәжібай", 4: "Һәбиба Үсенқызы"}


def name_assessors(walk: Walk) -> None:
    """One is invited by mail and named afterwards; the others have accounts."""
    secretary = walk.people["secretary"]
    _choose(secretary, ASSESSORS[1])
    secretary.fill(address="assessor1@example.kz", language="ru").press("Send the invitation").done()
    walk.join("assessor1", ASSESSORS[1], "ru")
    for number, name in ASSESSORS.items():
        _choose(secretary, name)
        if number == 1:
            secretary.fill(email="assessor1@example.kz")
        secretary.fill(number="К-9", decided_on="2027-08-04", capacity="8")
        secretary.press("Name as assessor").done()
    secretary.open(f"/committee/{YEAR}/assessors").sees(*ASSESSORS.values())


def _choose(secretary: Person, name: str) -> None:
    secretary.open(f"/committee/{YEAR}/assessors/people?q={name.split()[0]}")
    with secretary.page.expect_navigation():
        secretary.main.locator("tr", has_text=name).get_by_role("link").click()


def declare(walk: Walk) -> None:
    """Conflicts are declared before anything is read; one is decided by the committee."""
    for number, person in _assessors(walk).items():
        person.open("/assessor/conflicts")
        boxes = person.main.locator('input[name="entries"]')
        assert boxes.count() == (5 if number == 1 else 6), (
            "the registry blocks the consulted ministry (p.121)"
        )
        for box in boxes.all():
            box.check()
        if number == 4:
            person.main.locator(f"#entry-{walk.entries['water']}").uncheck()
        person.press("Declare no conflict with those ticked").done()
    declared = _assessors(walk)[4]
    declared.open(f"/assessor/conflicts/{walk.entries['water']}")
    declared.fill(answer="yes", text="Жоба жетекшісі — жақын туысым.").press("Declare").done()
    secretary = walk.people["secretary"]
    secretary.open(f"/committee/{YEAR}/conflicts").follow_row(ASSESSORS[4])
    secretary.fill(verdict="recuse", reason="Родство", number="К-10", decided_on="2027-08-04")
    secretary.press("Record the decision").done()


def _assessors(walk: Walk) -> dict[int, Person]:
    """Their browsers; those who came through services sign in with the demo's password."""
    for number in (2, 3, 4):
        if f"assessor{number}" not in walk.people:
            language = ("kk", "en", "ru")[number - 2]
            walk.people[f"assessor{number}"] = walk.demo_person(f"assessor{number}", language)
    return {number: walk.people[f"assessor{number}"] for number in ASSESSORS}


def assign(walk: Walk) -> None:
    """The solver proposes, a person swaps two assessors, a decision puts it in force."""
    walk.move_to("2027-08-10")
    secretary = walk.people["secretary"].switch("kk")
    secretary.open(f"/committee/{YEAR}/assignment").press("Propose").done()
    pairs = _panels(walk)
    assert all(len(panel) == 3 for panel in pairs.values()), pairs
    assert ASSESSORS[1] not in pairs["digital"] and ASSESSORS[4] not in pairs["water"]
    joins = next(name for name in ASSESSORS.values() if name not in pairs["ours"])
    leaves = sorted(pairs["ours"] - {ASSESSORS[1]})[0]
    secretary.main.locator(f'a[href$="/entries/{walk.entries["ours"]}"]').click()
    secretary.main.get_by_role("group").nth(0).get_by_label(leaves).check()
    secretary.main.get_by_role("group").nth(1).get_by_label(joins).check()
    secretary.press("Save").done()
    assert _panels(walk)["ours"] == pairs["ours"] - {leaves} | {joins}
    secretary.follow("Confirm by a decision")
    secretary.fill(number="К-11", decided_on="2027-08-10").press("Put in force").done()
    move(secretary, "Begin the assessment")
    secretary.done()


def _panels(walk: Walk) -> Mapping[str, set[str]]:
    """Names of the assessors of each entry, as the newest assignment has them."""

    def read() -> dict[str, set[str]]:
        board = queries.assignment_board(queries.assignment_runs(walk.edition_here().id)[0])
        names = {walk.entries[key]: key for key in TOTALS}
        return {
            names[panel.entry.id]: {member.assessor.name for member in panel.members}
            for panel in board.panels
        }

    return walk.portal.ask(read)


def score_by_pages(walk: Walk) -> None:
    """One assessor reads, marks every criterion, reviews and locks each sheet through the pages."""
    walk.move_to("2027-09-01")
    assessor = walk.people["assessor1"].open("/assessor/")
    links = assessor.main.locator('a[href*="/assessor/sheets/"]')
    addresses = sorted({link.get_attribute("href") or "" for link in links.all()})
    assert len(addresses) >= 3
    for address in addresses:
        assessor.open(f"{walk.portal.url}{address}")
        _fill_sheet(walk, assessor, address.split("/")[-1])


def _fill_sheet(walk: Walk, assessor: Person, sheet_id: str) -> None:
    def read() -> tuple[str, Rubric]:
        sheet = queries.get_sheet(sheet_id)
        assert sheet is not None
        return sheet.entry.id, competition.rubric(sheet.entry.nomination_id)

    entry_id, rubric = walk.portal.ask(read)
    total = TOTALS[_key(walk, entry_id)]
    wanted = content(rubric, total)
    for criterion in rubric.criteria:
        mark = wanted.mark(criterion.id)
        assessor.fill(**{f"level_{criterion.code}": mark.half_level})
        assessor.fill(**{f"rationale_{criterion.code}": mark.rationale})
    for area in rubric.areas:
        note = wanted.note(area.code)
        assessor.fill(**{f"strengths_{area.code}": note.strengths})
        assessor.fill(**{f"improvements_{area.code}": note.improvements})
    assessor.press("Save and review").sees(f"{total // 1000},")
    assessor.press("Lock the score sheet").done()


def _key(walk: Walk, entry_id: str) -> str:
    return next(name for name, known in walk.entries.items() if known == entry_id)


def score_by_services(walk: Walk) -> None:
    """The others, by the use cases behind the same pages."""

    def mark_all() -> None:
        edition = walk.edition_here()
        for assessor in queries.assessors(edition.id):
            actor = actor_of(assessor.user_id)
            for card in queries.own_sheets(assessor.user_id, edition.id):
                sheet = queries.get_sheet(card.id)
                if sheet is None or sheet.state is not SheetState.DRAFT:
                    continue
                total = TOTALS[_key(walk, sheet.entry.id)]
                wanted = content(competition.rubric(sheet.entry.nomination_id), total)
                saved = services.save_sheet(sheet.id, wanted, sheet.version, actor=actor, at=walk.now)
                services.lock_sheet(saved.id, saved.version, actor=actor, at=walk.now)

    walk.portal.do(mark_all)


def name_finalists(walk: Walk) -> None:
    """The scoring run, and the jury's decision on who is in the zone of 90 to 100 points."""
    walk.move_to("2027-10-01")
    secretary = walk.people["secretary"].switch("ru")
    for code in (SEGMENT, SOLO):
        secretary.open(f"/committee/{YEAR}/scores/{walk.segment(code)}").press("Run the scoring").done()
        secretary.press("Open the scores and go on to finalists").done()
        secretary.open(f"/committee/{YEAR}/finalists/{walk.segment(code)}")
        secretary.fill(number="Ж-1", decided_on="2027-10-01").press("Confirm the finalists").done()
    segment = walk.segment()
    named = walk.portal.ask(lambda: queries.finalists(segment))
    assert named is not None
    expected = {walk.entries[key]: TOTALS[key] for key in ("ours", "digital", "water", "labour")}
    assert dict(named.entries) == expected
    walk.portal.at = walk.now + timedelta(hours=1)
