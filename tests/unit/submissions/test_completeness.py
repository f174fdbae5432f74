"""What still blocks submission, and what a version keeps."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from awards.core.text import Locale, Text
from awards.submissions.domain import (
    Answer,
    AreaFacts,
    Contact,
    Entrant,
    EntryFactsData,
    FileKind,
    Progress,
    WorkingCopy,
    blockers,
    receipt_number,
    receipt_serial,
    sections,
    share_done,
    version_content,
)
from awards.submissions.domain.content import from_json, to_json

AREAS = tuple(AreaFacts(code, Text(code, code, code)) for code in "ABC")
FACTS = EntryFactsData("Мектепке интернет", Locale.KK, "120 мектеп", Contact("Әлия", "a@example.kz"))
WHOLE = WorkingCopy(FACTS, {area.code: Answer("істелді") for area in AREAS})


def codes(copy: WorkingCopy, files: tuple[FileKind, ...] = (FileKind.REPORT,)) -> list[str]:
    return [reason.code for reason in blockers(sections(copy, AREAS, files))]


def test_a_whole_entry_has_nothing_in_its_way() -> None:
    found = sections(WHOLE, AREAS, [FileKind.REPORT])
    assert blockers(found) == ()
    assert share_done(found) == (5, 5)


def test_an_empty_entry_says_everything_that_is_missing() -> None:
    empty = WorkingCopy(EntryFactsData(), {})
    assert codes(empty, ()) == [
        "submissions.title_missing",
        "submissions.summary_missing",
        "submissions.contact_name_missing",
        "submissions.contact_email_missing",
        *["submissions.answer_missing"] * 3,
        "submissions.report_missing",
    ]
    assert all(s.progress is Progress.TODO for s in sections(empty, AREAS, []))


def test_spaces_are_not_an_answer_and_evidence_alone_is_a_draft() -> None:
    copy = replace(WHOLE, answers={**WHOLE.answers, "B": Answer("  \n", "2-қосымша")})
    section = next(s for s in sections(copy, AREAS, [FileKind.REPORT]) if s.key == "area-B")
    assert section.progress is Progress.DRAFT
    assert codes(copy) == ["submissions.answer_missing"]


def test_other_files_do_not_replace_the_report() -> None:
    assert codes(WHOLE, (FileKind.CHARTER, FileKind.EVIDENCE)) == ["submissions.report_missing"]


def test_half_an_address_is_not_an_e_mail() -> None:
    facts = replace(FACTS, contact=Contact("Әлия", "aliya@example"))
    assert codes(replace(WHOLE, facts=facts)) == ["submissions.contact_email_invalid"]


texts = st.text(max_size=20)
copies = st.builds(
    WorkingCopy,
    st.builds(
        EntryFactsData, texts, st.sampled_from(list(Locale)), texts, st.builds(Contact, texts, texts, texts)
    ),
    st.dictionaries(st.sampled_from("ABC"), st.builds(Answer, texts, texts)),
)


@given(copies)
def test_a_working_copy_comes_back_from_storage_as_it_was(copy: WorkingCopy) -> None:
    assert from_json(copy.facts.title, copy.facts.language, to_json(copy)) == copy


@given(copies)
def test_a_version_never_carries_the_contact_people(copy: WorkingCopy) -> None:
    secret = "+7 777 123 45 67"
    facts = replace(copy.facts, contact=Contact(secret, secret, secret))
    entrant = Entrant("o", "991340000077", Text("Ұйым", "Орг"))
    content = version_content(replace(copy, facts=facts), AREAS, entrant)
    assert secret not in str(content)
    assert [row["area"] for row in content["answers"]] == ["A", "B", "C"]


@given(st.integers(1, 999_999))
def test_receipt_numbers_sort_as_their_serials(serial: int) -> None:
    assert receipt_serial(receipt_number(2026, serial)) == serial
    assert receipt_number(2026, serial) < receipt_number(2026, serial + 1) or serial == 999_999
