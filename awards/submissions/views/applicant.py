"""The applicant's pages: their entries, a new one, its sections, submission, receipts."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from awards.competition import queries as competition
from awards.core import clock
from awards.core.permissions import Action
from awards.core.text import Locale
from awards.core.workflow import EditionState
from awards.submissions import queries, services
from awards.submissions.domain import blockers, check, share_done
from awards.submissions.forms import StartForm, SubmitForm
from awards.submissions.queries import Choice, DraftFilePage, DraftPage, VersionFilePage, VersionPage
from awards.submissions.services import EntryData
from awards.submissions.views import receipts
from awards.submissions.views.downloads import send_version_file
from awards.submissions.views.shared import deadline, finding_rows, state_chip
from awards.submissions.words import WHAT_IS_ENTERED
from awards.web import filters
from awards.web.forms import ConfirmForm, act, go
from awards.web.guards import current_actor, requires, signed_in
from awards.web.locale import current_locale
from awards.web.words import refusal_text

blueprint = Blueprint("submissions", __name__, url_prefix="/entries")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@signed_in
def list_own() -> Answer:
    """Entries of the actor's organisations, and the way to a new one while a call is open."""
    page = queries.own_entries(current_actor(), number=request.args.get("page", 1, type=int))
    edition = competition.current_edition()
    return render_template(
        "submissions/applicant/list.html",
        page=page,
        open_edition=edition if edition and deadline(edition).is_open else None,
        deadline=deadline(edition) if edition else None,
        state_chip=state_chip,
        has_organisation=bool(current_actor().organisations),
        page_url=lambda number: url_for(".list_own", page=number),
    )


@blueprint.get("/new")
@signed_in
def choose() -> Answer:
    """Nominations of the open edition that fit the actor's organisations."""
    edition = competition.current_edition()
    if edition is None or not deadline(edition).is_open:
        return render_template("submissions/applicant/closed.html", edition=edition)
    found = queries.choices(edition, current_actor().user_id or "")
    return render_template(
        "submissions/applicant/choose.html", edition=edition, choices=found, deadline=deadline(edition)
    )


def _load_choice(nomination_id: str, organisation_id: str) -> Choice | None:
    """Only for an organisation of the actor: what others have registered is not theirs to see."""
    if organisation_id not in current_actor().organisations:
        return None
    return queries.get_choice(nomination_id, organisation_id)


@blueprint.route("/new/<nomination_id>/<organisation_id>", methods=["GET", "POST"])
@requires(Action.CREATE_ENTRY, _load_choice)
def start(choice: Choice) -> Answer:
    """Choose the project, the person or the office, and begin the draft."""
    form = StartForm(data={"language": current_locale()})
    form.key.choices = [
        (candidate.key, f"{filters.text(candidate.title)} ({candidate.note})") for candidate in choice.free
    ]
    form.key.label.text = str(WHAT_IS_ENTERED[choice.nomination.template])
    if request.method == "GET" and len(choice.free) == 1:
        form.key.data = choice.free[0].key
    if form.validate_on_submit():
        data = EntryData(
            choice.nomination.id, choice.organisation.id, form.key.data, Locale(form.language.data)
        )
        entry = act(form, lambda: services.start_entry(data, actor=current_actor(), at=clock.now()))
        if entry:
            return go(".show", entry_id=entry.id, done="submissions.started")
    return render_template("submissions/applicant/start.html", choice=choice, form=form)


@blueprint.get("/<entry_id>")
@requires(Action.VIEW_ENTRY, queries.get_draft)
def show(draft: DraftPage) -> Answer:
    """The entry's task list while it can be written, its receipts and decision afterwards."""
    done, total = share_done(draft.sections)
    decision = queries.decision_of(draft.entry) if draft.entry.version_id else None
    return render_template(
        "submissions/applicant/show.html",
        draft=draft,
        entry=draft.entry,
        chip=state_chip(draft.entry.state),
        deadline=deadline(draft.edition),
        tasks=_tasks(draft),
        done=done,
        total=total,
        reasons=[refusal_text(reason) for reason in blockers(draft.sections)],
        versions=queries.versions_of(draft.entry.id),
        decision=decision,
        findings=finding_rows(finding for finding in decision.findings if not finding.ok) if decision else [],
        form=ConfirmForm(),
    )


def _tasks(draft: DraftPage) -> list[dict[str, str]]:
    """Sections as the task list shows them; addresses only while they may be changed."""
    tasks = []
    for section in draft.sections:
        if section.area is not None:
            url = url_for(".edit_answer", entry_id=draft.entry.id, area=section.area.code)
            name = filters.text(section.area.title)
        else:
            url = url_for(f".edit_{section.key}", entry_id=draft.entry.id)
            name = ""
        hint = " ".join(refusal_text(reason) for reason in section.missing)
        tasks.append(
            {"key": section.key, "label": name, "state": section.progress.value, "url": url, "hint": hint}
        )
    return tasks


@blueprint.route("/<entry_id>/submit", methods=["GET", "POST"])
@requires(Action.EDIT_ENTRY, queries.get_draft)
def submit(draft: DraftPage) -> Answer:
    """The last look, two declarations and the one button."""
    form = SubmitForm()
    if form.validate_on_submit():
        version = act(form, lambda: _submit(draft, form))
        if version:
            return go(
                ".show_version", entry_id=draft.entry.id, number=version.number, done="submissions.submitted"
            )
    return _submit_page(draft, form), 409 if form.refused else 200


def _submit_page(draft: DraftPage, form: SubmitForm) -> str:
    case = queries.case_of(draft.entry, {file.kind for file in draft.files}, clock.now())
    findings = [finding for finding in check(draft.entry.checks, case) if not finding.ok]
    return render_template(
        "submissions/applicant/submit.html",
        draft=draft,
        entry=draft.entry,
        form=form,
        reasons=[refusal_text(reason) for reason in blockers(draft.sections)],
        findings=finding_rows(finding for finding in findings if finding.code not in ("report", "in_time")),
        deadline=deadline(draft.edition),
    )


def _submit(draft: DraftPage, form: SubmitForm) -> queries.VersionFacts | None:
    """Lock first, then read the clock: the instant of the act is the one after the lock."""
    services.lock_call(draft.entry.edition_id)
    version = services.submit_entry(draft.entry.id, form.consents(), actor=current_actor(), at=clock.now())
    return queries.get_version(version.id)


@blueprint.route("/<entry_id>/withdraw", methods=["GET", "POST"])
@requires(Action.WITHDRAW_ENTRY, queries.get_entry)
def withdraw(entry: queries.EntryFacts) -> Answer:
    """Take the entry back, after a question."""
    form = ConfirmForm()
    if form.validate_on_submit() and act(
        form, lambda: services.withdraw_entry(entry.id, actor=current_actor(), at=clock.now())
    ):
        return go(".list_own", done="submissions.withdrawn")
    page = render_template("submissions/applicant/withdraw.html", entry=entry, form=form)
    return page, 409 if form.refused else 200


@blueprint.get("/<entry_id>/versions/<int:number>")
@requires(Action.VIEW_ENTRY, queries.get_version_page)
def show_version(page: VersionPage) -> Answer:
    """A receipt, and what it was given for."""
    return render_template(
        "submissions/applicant/receipt.html",
        entry=page.entry,
        version=page.version,
        receipt=queries.receipt_of(page.version),
        chip=state_chip(page.entry.state),
        can_replace=page.entry.edition.state is EditionState.OPEN and deadline(page.edition).is_open,
    )


@blueprint.get("/<entry_id>/versions/<int:number>/receipt.pdf")
@requires(Action.VIEW_ENTRY, queries.get_version_page)
def receipt_pdf(page: VersionPage) -> Answer:
    """The same as a document."""
    return receipts.send(page)


@blueprint.get("/<entry_id>/submitted/<file_id>")
@requires(Action.VIEW_ENTRY, queries.get_version_file)
def version_file(page: VersionFilePage) -> Answer:
    """A file of a submitted version."""
    return send_version_file(page.file)


@blueprint.get("/<entry_id>/files/<file_id>")
@requires(Action.VIEW_ENTRY, queries.get_draft_file)
def draft_file(found: DraftFilePage) -> Answer:
    """A file of the working copy."""
    return send_version_file(found.file)
