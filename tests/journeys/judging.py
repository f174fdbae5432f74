"""The jury votes by pages; a tie for gold is settled by the chair's ballot (p.123); medals are confirmed."""

from __future__ import annotations

from awards.jury import queries as jury
from awards.submissions import queries as submissions
from tests.journeys.cast import SEGMENT, SOLO, YEAR, Walk
from tests.journeys.person import Person

BALLOTS = {
    "chair": ("ours", "digital", "water", "labour"),
    "juror2": ("digital", "ours", "water", "labour"),
    "juror3": ("ours", "digital", "water"),
    "juror4": ("digital", "ours", "water"),
}
"""Two against two for gold: in the run-off as well, so the chair's ballot decides."""
MEDALS = {"gold": "ours", "silver": "digital", "bronze": "water"}


def open_vote(walk: Walk) -> None:
    """Four in the zone, so the jury votes (D7)."""
    walk.move_to("2027-10-04")
    secretary = walk.people["secretary"]
    secretary.open(f"/committee/{YEAR}/rounds/{walk.segment()}").follow("Open the vote")
    secretary.fill(closes_at="2027-10-20T18:00").press("Open the vote").done()


def vote(walk: Walk) -> None:
    """Each juror fills in the paper in their own language; until the close only turnout is shown."""
    for key, ranking in BALLOTS.items():
        juror = walk.people[key].open("/jury/")
        juror.open(f"/jury/entries/{walk.entries['ours']}").sees(_title(walk, "ours"))
        _cast(walk, juror, ranking)
    walk.people["juror4"].open(f"/jury/{walk.segment()}/ballot")
    walk.people["juror4"].sees(walk.people["juror4"].words("Your ballot is in the box"))
    secretary = walk.people["secretary"].open(f"/committee/{YEAR}/rounds/{walk.segment()}")
    assert "Үміт" not in secretary.text, "who has voted is not shown while the vote is open"


def count(walk: Walk) -> None:
    """Closed once everybody has voted; gold is a tie that the chair's ballot settles."""
    secretary = walk.people["secretary"].switch("en").press("Close and count").done()
    assert "123" in secretary.text and "Ұлан Жақсыбек" in secretary.text, secretary.text
    walk.move_to("2027-10-05", "12:00")
    for code, number in ((SEGMENT, "Ж-2"), (SOLO, "Ж-3")):
        secretary.open(f"/committee/{YEAR}/rounds/{walk.segment(code)}/verdict")
        secretary.fill(number=number, decided_on="2027-10-05").press("Confirm and seal").done()
    secretary.open(f"/committee/{YEAR}/rounds/{walk.segment()}").sees("Ж-2", _title(walk, "water"))
    assert _awarded(walk, SEGMENT) == {medal: walk.entries[key] for medal, key in MEDALS.items()}
    assert _awarded(walk, SOLO) == {"gold": walk.entries["manager"]}


def _awarded(walk: Walk, code: tuple[str, str]) -> dict[str, str]:
    segment = walk.segment(code)
    found = walk.portal.ask(lambda: jury.verdict(segment))
    assert found is not None
    return {award.medal.value: award.entry_id for award in found.awards}


def _title(walk: Walk, key: str) -> str:
    entry_id = walk.entries[key]
    entry = walk.portal.ask(lambda: submissions.get_entry(entry_id))
    assert entry is not None
    return entry.title


def _cast(walk: Walk, juror: Person, ranking: tuple[str, ...]) -> None:
    juror.open(f"/jury/{walk.segment()}/ballot")
    for number, key in enumerate(ranking, 1):
        field = juror.main.locator(".field", has=juror.page.get_by_text(_title(walk, key), exact=True))
        field.locator("select").select_option(str(number))
    juror.press("Cast the ballot").done()
