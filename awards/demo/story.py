"""The story the demo tells: a published edition, one under way with segments at every stage, and one open.

Every case that the Rules make interesting is here; `TOUR` says where a visitor finds it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from awards.accounts.queries import actor_of
from awards.assessment import queries as assessment_queries
from awards.assessment import services as assessment
from awards.competition import queries as competition
from awards.competition import services as editions
from awards.core.text import Locale
from awards.core.workflow import DeclarationState, EditionState
from awards.demo import assessing
from awards.demo.assessing import Scores
from awards.demo.clerk import load_desk
from awards.demo.editions import JURORS, calendar_around, create, day_of, load_staff
from awards.demo.entries import Entrants, EntryPlan, decide, make_reports
from awards.demo.registry import World, load_bodies
from awards.infra import files
from awards.infra.files import StoredFile
from awards.jury import queries as jury_queries
from awards.jury import services as jury
from awards.results import services as results
from awards.submissions import queries as submissions
from awards.submissions import services as submission_services

UNDER_WAY: tuple[tuple[str, tuple[tuple[str, int], ...], tuple[int, ...]], ...] = (
    # nomination, (body, index) of each entry, mean totals in milli-points (0: not scored yet)
    (
        "best_project",
        (
            ("digital", 0),
            ("digital", 1),
            ("digital", 2),
            ("water", 0),
            ("water", 1),
            ("labour", 0),
            ("labour", 1),
        ),
        (96_000, 94_500, 93_200, 92_400, 91_900, 85_500, 78_000),
    ),
    (
        "best_project",
        (("ulytau", 0), ("ulytau", 1), ("urzhar", 0), ("urzhar", 1), ("shymkent", 0), ("shymkent", 1)),
        (95_000, 93_400, 92_000, 86_000, 82_000, 75_000),
    ),
    ("best_project", (("halal", 0), ("halal", 1), ("ile", 0), ("ile", 1)), (94_000, 85_500, 80_000, 70_000)),
    (
        "best_project",
        (("qazjol", 0), ("qazjol", 1), ("qazjol", 2), ("qazjol", 3)),
        (86_000, 84_000, 79_000, 72_000),
    ),
    ("best_project", (("qorgau", 0), ("qorgau", 2)), (90_100, 0)),
    ("best_project", (("datacentre", 0), ("datacentre", 1)), (91_500, 0)),
    ("best_project", (("alem", 0), ("alem", 1)), (0, 0)),
    (
        "best_manager",
        (("ulytau", 0), ("ulytau", 1), ("urzhar", 0), ("shymkent", 0), ("shymkent", 1)),
        (95_500, 94_600, 93_700, 92_800, 80_000),
    ),
    (
        "best_manager",
        (("digital", 0), ("digital", 1), ("water", 0), ("labour", 0), ("labour", 1)),
        (95_000, 94_200, 93_400, 92_600, 84_000),
    ),
    ("best_manager", (("halal", 0), ("halal", 1), ("ile", 0)), (-2, -3, -4)),
    ("best_manager", (("qazjol", 0), ("qazjol", 1)), (-1, 83_000)),
    ("best_pmo", (("digital", 0), ("water", 0), ("labour", 0)), (94_000, 91_500, 84_000)),
    ("best_pmo", (("ulytau", 0), ("urzhar", 0), ("shymkent", 0)), (0, 0, 0)),
    ("best_pmo", (("datacentre", 0),), (0,)),
    ("digital_service", (("datacentre", 2), ("datacentre", 3)), (0, 0)),
    ("digital_service", (("halal", 2), ("ile", 2)), (0, 0)),
    ("digital_service", (("alem", 2),), (0,)),
)
EXACT = {
    -1: (95_000, 78_500, 86_000),
    -2: (90_500, 90_000, 89_500),
    -3: (90_500, 89_500, 90_250, 89_750, 89_950),
    -4: (84_500, 84_000, 83_500),
}
"""Sheets of chosen totals: a spread over 15; 90.00 exactly; 89.99 from five sheets; and one well below."""


class Story:
    """Loads everything, in the order in which it happened."""

    def __init__(self, now: datetime, folder: Path, root: Path) -> None:
        self.now, self.folder, self.root = now, folder, root
        self.world = World()
        self.reports: dict[Locale, StoredFile] = {}
        self.assessors: list[str] = []

    def before(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def registry(self) -> None:
        """People and bodies, long ago."""
        load_bodies(self.world, self.before(500))
        load_staff(self.world, self.before(480))
        self.assessors = assessing.load_assessors(self.world, self.before(470))

    def desk(self) -> None:
        """What came to the registry lately."""
        load_desk(self.world, self.now)

    def files(self) -> None:
        """Reports are made and checked before anything is written, as an upload is."""
        self.reports = make_reports(self.folder, self.root, self.now)

    def keep_files(self) -> None:
        for stored in self.reports.values():
            files.record(stored, at=self.before(500))

    def published(self) -> str:
        """Last year's edition up to its sealed results: three laureates in one segment, one in another."""
        opens = self.before(420)
        calendar = calendar_around(opens, (60, 20, 60, 20, 20))
        edition_id = create(self.world, self.now.year - 1, calendar, opens - timedelta(days=20))
        entrants = Entrants(self.world, edition_id, self.reports)
        plans = [
            *(
                EntryPlan("best_project", body, index)
                for body, index in (("digital", 3), ("water", 2), ("labour", 2), ("labour", 3))
            ),
            EntryPlan("best_pmo", "ulytau"),
            EntryPlan("best_manager", "halal", 2),
        ]
        means = (96_500, 94_000, 92_500, 83_000, 93_500, 81_000)
        entries = [entrants.enter(plan, opens + timedelta(days=30)) for plan in plans]
        # The first four have ties that are put on record only next year and reach back into this one.
        untied = self.assessors[4:12]
        self._assess(edition_id, calendar.closes_at, entries, untied)
        scores = Scores(means=dict(zip(entries, means, strict=True)))
        assessing.score(self.world, edition_id, scores, calendar.admissibility_until + timedelta(days=20))
        after = calendar.assessment_until + timedelta(days=1)
        for segment in self._occupied(edition_id):
            self._finalists(segment, after)
            self._verdict(segment, after + timedelta(days=2))
        secretary = actor_of(self.world.users["secretary"])
        sealed = calendar.voting_until
        editions.move_edition(edition_id, EditionState.SEALED, actor=secretary, at=sealed)
        member = actor_of(self.world.users["committee"])
        results.approve_publication(edition_id, actor=member, at=sealed + timedelta(days=1))
        results.execute_publication(edition_id, actor=secretary, at=calendar.forum_at + timedelta(hours=16))
        return edition_id

    def under_way(self) -> str:
        """This year's edition: assessment is on, and every segment stands somewhere else."""
        opens = self.before(110)
        calendar = calendar_around(opens, (50, 15, 55, 15, 20))
        edition_id = create(self.world, self.now.year, calendar, opens - timedelta(days=20))
        assessing.load_ties(self.world, self.assessors, calendar.reference_date, opens - timedelta(days=10))
        entrants = Entrants(self.world, edition_id, self.reports)
        scores = Scores(severe=frozenset({entrants.nominations["best_project"].id}))
        entries: list[str] = []
        additional: dict[str, int] = {}
        for number, (nomination, members, totals) in enumerate(UNDER_WAY):
            for (body, index), total in zip(members, totals, strict=True):
                entry = entrants.enter(
                    EntryPlan(nomination, body, index), opens + timedelta(days=20, hours=number)
                )
                entries.append(entry)
                if total > 0:
                    scores.means[entry] = total
                elif total < 0:
                    scores.exact[entry] = EXACT[total]
                    additional |= {entry: len(EXACT[total])} if len(EXACT[total]) > 3 else {}
                if 0 in totals and total:
                    scores.drafts[entry] = 1
        late = opens + timedelta(days=40)
        refused = [
            entrants.enter(EntryPlan("best_project", "qorgau", 1), late),
            entrants.enter(EntryPlan("best_pmo", "qazjol"), late),
        ]
        withdrawn = entrants.start(EntryPlan("best_project", "alem", 3), late)
        submitter = actor_of(self.world.applicants["alem"])
        submission_services.withdraw_entry(withdrawn, actor=submitter, at=late)
        self._assess(edition_id, calendar.closes_at, [*entries, *refused], self.assessors, additional)
        assessing.score(self.world, edition_id, scores, calendar.admissibility_until + timedelta(days=10))
        self._stages(edition_id, self.before(12))
        return edition_id

    def _assess(
        self,
        edition_id: str,
        closes: datetime,
        entries: list[str],
        assessors: list[str],
        additional: dict[str, int] | None = None,
    ) -> None:
        """Close, decide on eligibility, assign, begin the assessment."""
        secretary = actor_of(self.world.users["secretary"])
        editions.move_edition(edition_id, EditionState.ADMISSIBILITY, actor=secretary, at=closes)
        decide(entries, self.world.users["secretary"], closes + timedelta(days=3))
        assessing.name_and_assign(
            self.world,
            edition_id,
            assessors,
            closes + timedelta(days=6),
            additional=additional,
        )
        begins = closes + timedelta(days=14)
        editions.move_edition(edition_id, EditionState.ASSESSMENT, actor=secretary, at=begins)

    def _occupied(self, edition_id: str) -> list[str]:
        held = {entry.segment_id for entry in submissions.admitted_entries(edition_id)}
        return [segment.id for segment in competition.segments(edition_id) if segment.id in held]

    def segment(self, edition_id: str, nomination: str, category: str) -> str:
        return next(
            segment.id
            for segment in competition.segments(edition_id)
            if (segment.nomination.code, segment.category.code) == (nomination, category)
        )

    def _finalists(self, segment: str, at: datetime, *, confirm: bool = True) -> None:
        secretary = actor_of(self.world.users["secretary"])
        assessment.run_scoring(segment, actor=secretary, at=at)
        assessment.start_finalists(segment, actor=secretary, at=at)
        if confirm:
            assessment.confirm_finalists(segment, "ДЕМО-Ж/2", day_of(at), actor=secretary, at=at)

    def _verdict(self, segment: str, at: datetime) -> None:
        secretary = actor_of(self.world.users["secretary"])
        jury.confirm_verdict(segment, "ДЕМО-Ж/3", day_of(at), actor=secretary, at=at)

    def _stages(self, edition_id: str, at: datetime) -> None:
        """Move each scored segment of the edition under way to the stage it is shown at."""
        for category in ("central", "local", "private", "quasi"):
            self._finalists(self.segment(edition_id, "best_project", category), at)
        for category in ("central", "local"):
            self._finalists(self.segment(edition_id, "best_manager", category), at)
        self._finalists(self.segment(edition_id, "best_pmo", "central"), at)
        self._finalists(self.segment(edition_id, "best_manager", "private"), at, confirm=False)
        for category in ("local", "private"):
            self._verdict(self.segment(edition_id, "best_project", category), at + timedelta(days=1))
        self._open_vote(edition_id, at)
        self._tie_by_chair(edition_id, at)
        self._tie_without_chair(edition_id, at)

    def _candidates(self, segment: str) -> list[str]:
        """The finalists of a segment, the best score first."""
        named = assessment_queries.finalists(segment)
        return [entry for entry, _ in named.entries] if named else []

    def _cast(self, segment: str, rankings: dict[int, list[str]], at: datetime) -> None:
        for number, ranking in rankings.items():
            key = "chair" if number == 1 else f"juror{number}"
            jury.cast_ballot(segment, ranking, actor=actor_of(self.world.users[key]), at=at)

    def _open_vote(self, edition_id: str, at: datetime) -> None:
        """Five finalists in the zone: the vote is open, and four jurors have voted."""
        segment = self.segment(edition_id, "best_project", "central")
        secretary = actor_of(self.world.users["secretary"])
        jury.open_round(segment, self.now + timedelta(days=5), actor=secretary, at=at)
        first, second, third, *rest = self._candidates(segment)
        orders = {
            2: [first, second, third],
            3: [second, first, *rest],
            4: [first, third, second],
            5: [third, first],
        }
        self._cast(segment, orders, self.before(2))

    def _tie_by_chair(self, edition_id: str, at: datetime) -> None:
        """Four finalists; the run-off for gold is four to four, and the chair's ballot decides (p.123)."""
        segment = self.segment(edition_id, "best_manager", "local")
        secretary = actor_of(self.world.users["secretary"])
        closes = at + timedelta(days=4)
        jury.open_round(segment, closes, actor=secretary, at=at)
        a, b, c, d = self._candidates(segment)
        pro, contra = [a, b, c, d], [b, a, c, d]
        orders = {number: pro if number in (1, 3, 5, 7) else contra for number in range(1, JURORS)}
        self._cast(segment, {**orders, JURORS: []}, at + timedelta(days=1))
        jury.close_round(segment, actor=secretary, at=closes)
        self._verdict(segment, closes + timedelta(days=1))

    def _tie_without_chair(self, edition_id: str, at: datetime) -> None:
        """The chair is recused; a deputy holds the deciding ballot, ranks neither of the tied, and is asked."""
        segment = self.segment(edition_id, "best_manager", "central")
        secretary = actor_of(self.world.users["secretary"])
        chair = actor_of(self.world.users["chair"])
        a, b, c, d = self._candidates(segment)
        text = "Бұл менеджермен бұрын бірге жұмыс істедім (демо). Ранее работали вместе."
        recusal = jury.declare_recusal(a, text, actor=chair, at=at)
        jury.decide_recusal(
            recusal.id,
            DeclarationState.RECUSED,
            "Бірге жұмыс істеген / Совместная работа",
            "ДЕМО-Ж/4",
            day_of(at),
            actor=secretary,
            at=at,
        )
        deputy = next(
            juror for juror in jury_queries.jurors(edition_id) if juror.user_id == self.world.users["juror2"]
        )
        closes = at + timedelta(days=4)
        named = jury.Deputy(deputy.id, "ДЕМО-Ж/5", day_of(at))
        jury.open_round(segment, closes, deputy=named, actor=secretary, at=at)
        orders = (
            {2: [c]}
            | {number: [a, b, d] for number in (3, 4, 5)}
            | {number: [b, a, d] for number in (6, 7, 8)}
        )
        self._cast(segment, {**orders, 9: []}, at + timedelta(days=1))
        jury.close_round(segment, actor=secretary, at=closes)

    def open(self) -> str:
        """Next year's edition: entries are open, drafts stand at several places, some are submitted."""
        opens = self.before(12)
        calendar = calendar_around(opens, (22, 15, 45, 15, 25))
        edition_id = create(self.world, self.now.year + 1, calendar, opens - timedelta(days=20))
        entrants = Entrants(self.world, edition_id, self.reports)
        at = self.before(3)
        for body, index in (("digital", 4), ("ile", 3), ("ulytau", 2)):
            entrants.enter(EntryPlan("best_project", body, index), at)
        half = entrants.start(EntryPlan("best_manager", "digital", 2), at)
        entrants.fill(half, "digital", at, areas=2)
        entrants.start(EntryPlan("best_project", "alem", 4), at)
        ready = entrants.start(EntryPlan("best_pmo", "ulytau"), at)
        entrants.fill(ready, "ulytau", at)
        return edition_id
