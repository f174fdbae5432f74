"""The demo's entries: drafted, filled, submitted and decided upon as an applicant and a secretary do it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import render_template_string

from awards.accounts.queries import actor_of
from awards.competition import queries as competition
from awards.core.text import Locale
from awards.demo.registry import World
from awards.infra import files, pdf
from awards.infra.files import StoredFile
from awards.submissions import queries, services
from awards.submissions.domain import Answer, Contact, EntryFactsData, FileKind, Verdict

DOCX_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
DOCX_LINKS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

REPORTS = {
    Locale.KK: (
        "Қатысушының есебі (демо)",
        "Бұл есеп ойдан шығарылған. Жоба жарғысы бекітілді, мақсаттар ұлттық түйінді индикаторлармен байланыстырылды, "
        "тәуекелдер апта сайын қаралды, нәтижелер тапсырыс берушімен расталды.",
    ),
    Locale.RU: (
        "Отчёт участника (демо)",
        "Этот отчёт вымышлен. Устав проекта утверждён, цели связаны с национальными ключевыми индикаторами, риски "
        "рассматривались еженедельно, результаты подтверждены заказчиком.",
    ),
    Locale.EN: (
        "Participant's report (demo)",
        "This report is fictional. The charter was approved, goals were linked to the national key indicators, risks "
        "were reviewed weekly, and the customer confirmed the results.",
    ),
}
ANSWERS = {
    Locale.KK: (
        "Жұмыс жоспарланып, тоқсан сайын қайта қаралды; өзгерістер журналы жүргізілді.",
        "Хаттамалар, есептер және тапсырыс берушінің хаты тіркелді.",
    ),
    Locale.RU: (
        "Работа планировалась и пересматривалась каждый квартал; вёлся журнал изменений.",
        "Приложены протоколы, отчёты и письмо заказчика.",
    ),
    Locale.EN: (
        "The work was planned and reviewed every quarter; a change log was kept.",
        "Minutes, reports and the customer's letter are attached.",
    ),
}
LANGUAGES = (Locale.KK, Locale.RU, Locale.KK, Locale.KK, Locale.RU, Locale.EN)


@dataclass(frozen=True)
class EntryPlan:
    """An entry of the story: nomination and body; which project or leader (0-4) it is about."""

    nomination: str
    body: str
    index: int = 0


def make_reports(folder: Path, root: Path, at: datetime) -> dict[Locale, StoredFile]:
    """A small real report in each language, a PDF in Kazakh and Russian and a DOCX in English, checked as uploads."""
    made = {}
    for locale, (title, text) in REPORTS.items():
        if locale is Locale.EN:
            name, data = "report.docx", _docx(title, text)
        else:
            name, data = f"{'есеп' if locale is Locale.KK else 'отчёт'}.pdf", _pdf(title, text, root, locale)
        staged = files.stage(io.BytesIO(data), folder, 5_000_000, filename=name)
        made[locale] = files.keep(staged, name, allowed=frozenset({"pdf", "docx"}), folder=folder)
    return made


def _pdf(title: str, text: str, root: Path, locale: Locale) -> bytes:
    page = render_template_string(
        "<html><head><style>@font-face {font-family: Golos; src: url('fonts/pdf/GolosText-Regular.ttf');} "
        "html {font-family: Golos; font-size: 12pt;}</style></head><body><h1>{{ title }}</h1><p>{{ text }}</p>"
        "</body></html>",
        title=title,
        text=text,
    )
    return pdf.render(page, root=root, title=title, lang=locale.value)


def _docx(title: str, text: str) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in (title, text))
    body = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        archive.writestr("_rels/.rels", DOCX_LINKS)
        archive.writestr("word/document.xml", body)
    return buffer.getvalue()


class Entrants:
    """Fills in and submits the entries of one edition."""

    def __init__(self, world: World, edition_id: str, reports: dict[Locale, StoredFile]) -> None:
        self.world, self.reports, self.edition_id = world, reports, edition_id
        self.nominations = {item.code: item for item in competition.nominations(edition_id)}
        self.made = 0

    def start(self, plan: EntryPlan, at: datetime) -> str:
        """A new draft; returns its id."""
        actor = actor_of(self.world.applicants[plan.body])
        nomination = self.nominations[plan.nomination]
        language = LANGUAGES[self.made % len(LANGUAGES)]
        self.made += 1
        key = {
            "best_project": self.world.projects[plan.body, plan.index],
            "best_manager": self.world.leaders[plan.body, plan.index],
            "best_pmo": self.world.bodies[plan.body],
        }[nomination.template.value]
        data = services.EntryData(nomination.id, self.world.bodies[plan.body], key, language)
        return services.start_entry(data, actor=actor, at=at).id

    def fill(self, entry_id: str, body: str, at: datetime, *, areas: int | None = None) -> None:
        """Facts, answers (the first `areas` of them, or all), and the report once every answer is there."""
        actor = actor_of(self.world.applicants[body])
        draft = queries.get_draft(entry_id)
        if draft is None:
            raise LookupError(entry_id)
        language = draft.entry.language
        contact = Contact(actor.name, f"applicant.{body}@demo.example")
        facts = EntryFactsData(draft.entry.title, language, REPORTS[language][1], contact)
        services.save_facts(entry_id, facts, services.facts_stamp(draft.copy), actor=actor, at=at)
        wanted = queries.areas_of(draft.entry.nomination_id)[:areas]
        for area in wanted:
            stamp = services.answer_stamp(draft.copy, area.code)
            services.save_answer(entry_id, area.code, Answer(*ANSWERS[language]), stamp, actor=actor, at=at)
        if areas is None:
            services.attach_file(entry_id, FileKind.REPORT, self.reports[language], actor=actor, at=at)

    def submit(self, entry_id: str, body: str, at: datetime) -> None:
        actor = actor_of(self.world.applicants[body])
        services.submit_entry(entry_id, services.Consents(True, True), actor=actor, at=at)

    def enter(self, plan: EntryPlan, at: datetime) -> str:
        """Start, fill and submit; returns the entry's id."""
        entry_id = self.start(plan, at)
        self.fill(entry_id, plan.body, at)
        self.submit(entry_id, plan.body, at)
        return entry_id


def decide(entry_ids: list[str], secretary: str, at: datetime) -> dict[str, Verdict]:
    """The secretary decides on each entry: admitted unless a finding blocks; a warning is overruled with a reason."""
    actor, verdicts = actor_of(secretary), {}
    for entry_id in entry_ids:
        entry = queries.get_entry(entry_id)
        if entry is None:
            raise LookupError(entry_id)
        found = queries.findings_of(entry)
        blocked = any(not finding.ok and finding.severity == "blocks" for finding in found)
        warned = any(not finding.ok for finding in found)
        verdict = Verdict.INELIGIBLE if blocked else Verdict.ELIGIBLE
        reason = "Ереже талабы орындалмаған / Не выполнено требование Правил" if blocked else ""
        reason = reason or ("Құжаттар толықтырылды / Документы дополнены" if warned else "")
        services.decide_eligibility(entry_id, verdict, reason, actor=actor, at=at)
        verdicts[entry_id] = verdict
    return verdicts
