"""Use cases of the registry: what is refused, what is kept, what the log says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from awards.core.actor import SYSTEM, Actor
from awards.core.errors import Refusal, Refusals
from awards.infra.audit import AuditEvent, first_break
from awards.infra.db import db
from awards.registry import iin, queries, services
from awards.registry.domain import (
    CertificateData,
    CertificateState,
    EngagementData,
    EngagementKind,
    EntityData,
    HolderData,
    NameData,
    OrganisationData,
    OrganisationKind,
    PersonData,
    ProjectData,
    RoleCode,
    RoleData,
    SubordinationData,
)
from awards.registry.models import Person
from tests.factories.accounts import actor_of, make_user
from tests.factories.registry import (
    made_up_number,
    make_certificate,
    make_charter,
    make_engagement,
    make_organisation,
    make_person,
    make_project,
    make_role,
    make_subordination,
)

pytestmark = pytest.mark.usefixtures("writing")
DAY = date(2026, 1, 1)
IIN = "991399300028"


def organisation_data(bin: str = "", name: str = "Ұлытау облысының әкімдігі") -> OrganisationData:
    return OrganisationData(
        bin or made_up_number(), OrganisationKind.LOCAL, "KZ-62", name, "Акимат области Улытау"
    )


def events(event: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.event == event)))


def refused_with(code: str, refused: Refusal | Refusals) -> bool:
    reasons = refused.reasons if isinstance(refused, Refusals) else (refused,)
    return [reason.code for reason in reasons] == [code]


def test_registering_makes_the_applicant_a_member(at: datetime) -> None:
    user = make_user("Іңкәр Болатқызы")
    made = services.register_organisation(organisation_data(), actor=actor_of(user), at=at)
    assert actor_of(user).organisations == {made.id}
    found = queries.organisations_of_user(user.id)
    assert [each.name.ru for each in found] == ["Акимат области Улытау"]
    assert queries.names_of(made.id)[0].since == date(2026, 7, 15)
    assert [each.object_id for each in events("registry.added")] == [made.id]


def test_a_known_bin_is_refused_and_joins_nobody(at: datetime) -> None:
    known = make_organisation()
    user = make_user()
    with pytest.raises(Refusal) as refused:
        services.register_organisation(organisation_data(known.bin), actor=actor_of(user), at=at)
    assert refused_with("registry.organisation_known", refused.value)
    assert "id" not in refused.value.facts and not actor_of(user).organisations


def test_a_body_renamed_keeps_both_names_and_is_found_by_either(at: datetime) -> None:
    made = make_organisation("Цифрлық даму министрлігі", since=date(2023, 1, 1))
    services.add_name(
        made.id,
        NameData("Жасанды интеллект министрлігі", "Министерство ИИ", since=date(2025, 9, 30)),
        actor=SYSTEM,
        at=at,
    )
    assert queries.organisations((made.id,))[made.id].name.kk == "Жасанды интеллект министрлігі"
    assert [name.since for name in queries.names_of(made.id)] == [date(2025, 9, 30), date(2023, 1, 1)]
    for asked in ("цифрлык", "жасанды МИНИСТРЛИГИ", made.bin[:6]):
        assert [each.id for each in queries.search_organisations(asked).items] == [made.id]
    with pytest.raises(Refusal) as refused:
        services.add_name(made.id, NameData("А", "А", since=date(2025, 9, 30)), actor=SYSTEM, at=at)
    assert refused_with("registry.name_date_known", refused.value)


def test_a_name_does_not_begin_tomorrow_in_astana(at: datetime) -> None:
    made = make_organisation()
    late = datetime(2026, 7, 15, 20, 0, tzinfo=UTC)
    tomorrow = NameData("А", "А", since=date(2026, 7, 16))
    with pytest.raises(Refusal) as refused:
        services.add_name(made.id, tomorrow, actor=SYSTEM, at=at)
    assert refused_with("registry.name_in_future", refused.value)
    services.add_name(made.id, tomorrow, actor=SYSTEM, at=late)


def test_lists_follow_the_kazakh_alphabet(at: datetime) -> None:
    names = ["«Үміт»", "Ұлытау", "Уақыт", "Іле", "Ыстық", "Қазына", "Кеңес", "Әлем", "Атырау", "Һалал", "Хан"]
    for name in names:
        make_organisation(name)
    found = [each.name.kk for each in queries.search_organisations().items]
    assert found == "Атырау Әлем Кеңес Қазына Уақыт Ұлытау «Үміт» Хан Һалал Ыстық Іле".split()


def test_search_forgives_latin_look_alikes_and_leaves_signs_out(at: datetime) -> None:
    made = make_organisation("«Iле Логистика» ЖШС")
    assert [each.id for each in queries.search_organisations("іле").items] == [made.id]
    assert queries.search_organisations("_огистика").total == 1, "the rest of the word is asked for"
    assert queries.search_organisations("лог%ка").total == 1


def test_nobody_becomes_their_own_superior(at: datetime) -> None:
    top, middle, low = make_organisation(), make_organisation(), make_organisation()
    make_subordination(middle, top)
    make_subordination(low, middle, until=date(2025, 12, 31))
    with pytest.raises(Refusal) as refused:
        services.add_subordination(SubordinationData(top.id, low.id, date(2025, 12, 31)), actor=SYSTEM, at=at)
    assert refused_with("registry.circle", refused.value)
    services.add_subordination(SubordinationData(top.id, low.id, date(2026, 1, 1)), actor=SYSTEM, at=at)
    assert len(queries.subordinations()) == 3


def test_signs_that_nobody_sees_are_not_kept_in_names(at: datetime) -> None:
    """A sign of no width would part namesakes, one of direction would turn the lines of others."""
    with pytest.raises(Refusals, match="required"):
        services.add_person(PersonData("\u200b\u202e"), actor=SYSTEM, at=at)
    person = services.add_person(PersonData("Әбі\u200bлов \u202eӨркен"), actor=SYSTEM, at=at)
    assert (person.full_name, person.name_key) == ("Әбілов Өркен", make_person("Әбілов Өркен").name_key)
    body = services.add_organisation(organisation_data(name="\u202eСпутник\u202c"), actor=SYSTEM, at=at)
    assert body.name.kk == "Спутник"


def test_an_iin_is_stored_so_that_the_table_alone_tells_nothing(at: datetime) -> None:
    person = services.add_person(PersonData("Үміт Өмірбек", IIN), actor=SYSTEM, at=at)
    stored = db.session.execute(text("SELECT * FROM person")).one()
    assert not any(IIN in str(value) or IIN[:6] in str(value) for value in stored)
    assert queries.masked_iin(person.id) == "9913******28"
    with pytest.raises(InvalidTag):
        iin.unseal(person.iin_cipher, "another person")
    assert IIN not in str([event.facts for event in db.session.scalars(select(AuditEvent))])


def test_two_seals_of_one_iin_differ_but_its_index_does_not(at: datetime) -> None:
    assert iin.seal(IIN, "p") != iin.seal(IIN, "p")
    assert iin.unseal(iin.seal(IIN, "p"), "p") == IIN
    assert iin.index(IIN) == iin.index(IIN) != iin.index("991399400014")


def test_an_iin_belongs_to_one_person_and_names_must_agree(at: datetime) -> None:
    person = services.add_person(PersonData("Қайрат Төлегенов", IIN), actor=SYSTEM, at=at)
    with pytest.raises(Refusal) as refused:
        services.add_person(PersonData("Біреу", IIN), actor=SYSTEM, at=at)
    assert refused_with("registry.iin_known", refused.value)
    same = services.find_or_add_person(PersonData("кайрат  Толегенов", IIN), actor=SYSTEM, at=at)
    assert same.id == person.id
    with pytest.raises(Refusal) as other:
        services.find_or_add_person(PersonData("Ұлан Жақсыбек", IIN), actor=SYSTEM, at=at)
    assert refused_with("registry.iin_other_name", other.value)
    assert "Төлегенов" not in str(other.value)


def test_the_full_iin_is_shown_for_a_reason_that_is_logged(at: datetime) -> None:
    person = services.add_person(PersonData("Үміт Өмірбек", IIN), actor=SYSTEM, at=at)
    with pytest.raises(Refusal) as refused:
        services.reveal_iin(person.id, "  ", actor=SYSTEM, at=at)
    assert refused_with("registry.reason_missing", refused.value)
    assert events("registry.iin_revealed") == []
    assert services.reveal_iin(person.id, "Сертификатты салыстыру", actor=SYSTEM, at=at) == IIN
    (event,) = events("registry.iin_revealed")
    assert (event.object_id, event.facts) == (person.id, {"reason": "Сертификатты салыстыру"})


def test_a_correction_keeps_both_sides_and_needs_a_reason(at: datetime) -> None:
    person = services.add_person(PersonData("Һәкім Рахимов", IIN, "KZ-71"), actor=SYSTEM, at=at)
    right = PersonData("Һәкім Рахымов", None, "KZ-71")
    with pytest.raises(Refusal) as refused:
        services.correct_person(person.id, right, reason=" ", actor=SYSTEM, at=at)
    assert refused_with("registry.reason_missing", refused.value)
    services.correct_person(person.id, right, reason="Қате жазылған", actor=SYSTEM, at=at)
    (event,) = events("registry.corrected")
    assert event.facts == {
        "kind": "person",
        "before": {"full_name": "Һәкім Рахимов"},
        "after": {"full_name": "Һәкім Рахымов"},
        "reason": "Қате жазылған",
    }
    assert queries.masked_iin(person.id) == "9913******28", "an IIN left empty in a correction stays"
    assert [each.id for each in queries.search_people("рахымов").items] == [person.id]
    assert first_break() is None


def test_a_correction_that_changes_nothing_leaves_no_trace(at: datetime) -> None:
    made = make_organisation(kind=OrganisationKind.LOCAL, region="KZ-62")
    same = EntityData(made.bin, OrganisationKind.LOCAL, "KZ-62")
    services.correct_organisation(made.id, same, reason="тексеру", actor=SYSTEM, at=at)
    assert events("registry.corrected") == []


def test_a_bin_is_not_corrected_into_anothers(at: datetime) -> None:
    one, two = make_organisation(), make_organisation()
    with pytest.raises(Refusal) as refused:
        services.correct_organisation(
            one.id, EntityData(two.bin, one.kind, one.region), reason="қате", actor=SYSTEM, at=at
        )
    assert refused_with("registry.bin_known", refused.value)


def test_what_ends_stays_and_ends_once(at: datetime) -> None:
    person, client = make_person(), make_organisation()
    tie = make_engagement(person, client, since=DAY)
    with pytest.raises(Refusal) as early:
        services.end_engagement(tie.id, DAY - timedelta(days=1), actor=SYSTEM, at=at)
    assert refused_with("registry.date_order", early.value)
    services.end_engagement(tie.id, DAY, reason="шарт бітті", actor=SYSTEM, at=at)
    with pytest.raises(Refusal) as again:
        services.end_engagement(tie.id, DAY, actor=SYSTEM, at=at)
    assert refused_with("registry.already_ended", again.value)
    assert queries.engagements_of((person.id,))[person.id][0].until == DAY
    assert events("registry.ended")[0].facts["on"] == "2026-01-01"


def test_project_numbers_follow_each_other_within_the_year_of_astana(at: datetime) -> None:
    body = make_organisation()
    data = ProjectData(body.id, "Жоба", "Проект", starts_on=DAY)
    new_year = datetime(2026, 12, 31, 19, 0, tzinfo=UTC)
    numbers = [
        services.add_project(data, actor=SYSTEM, at=when).number
        for when in (at, at, new_year - timedelta(seconds=1), new_year)
    ]
    assert numbers == ["2026-000001", "2026-000002", "2026-000003", "2027-000001"]


def test_a_project_comes_with_its_charter(at: datetime) -> None:
    body, leader = make_organisation(), make_person()
    newcomer = HolderData(full_name="Ыбырай Тоқтар")
    project = services.add_project_with_charter(
        ProjectData(body.id, "Жоба", "Проект", starts_on=DAY),
        {
            RoleCode.LEADER: HolderData(leader.id),
            RoleCode.SPONSOR: newcomer,
            RoleCode.CUSTOMER: newcomer,
        },
        actor=SYSTEM,
        at=at,
    )
    held = {role.role: role for role in queries.roles_of_project(project.id)}
    assert set(held) == {RoleCode.LEADER, RoleCode.SPONSOR, RoleCode.CUSTOMER}
    assert held[RoleCode.LEADER].person_id == leader.id
    assert held[RoleCode.SPONSOR].person_id == held[RoleCode.CUSTOMER].person_id
    assert {role.since for role in held.values()} == {DAY}


def test_a_project_has_one_leader_at_a_time(at: datetime) -> None:
    body = make_organisation()
    project = make_project(body)
    first = make_role(make_person(), body, project=project, since=DAY)
    second = RoleData(make_person("Яна Петрова").id, RoleCode.LEADER, body.id, date(2026, 3, 1), project.id)
    with pytest.raises(Refusal) as refused:
        services.add_role(second, actor=SYSTEM, at=at)
    assert (refused.value.code, refused.value.point) == ("registry.leader_taken", "p.85")
    services.end_role(first.id, date(2026, 2, 28), actor=SYSTEM, at=at)
    services.add_role(second, actor=SYSTEM, at=at)


def test_nobody_holds_one_role_twice_on_one_day(at: datetime) -> None:
    body, person = make_organisation(), make_person()
    make_role(person, body, RoleCode.OFFICE_HEAD, since=DAY, until=date(2026, 3, 1))
    again = RoleData(person.id, RoleCode.OFFICE_HEAD, body.id, date(2026, 3, 1))
    with pytest.raises(Refusal) as refused:
        services.add_role(again, actor=SYSTEM, at=at)
    assert refused_with("registry.role_held_already", refused.value)
    services.add_role(
        RoleData(person.id, RoleCode.OFFICE_HEAD, body.id, date(2026, 3, 2)), actor=SYSTEM, at=at
    )


def test_a_role_is_held_where_its_project_is(at: datetime) -> None:
    body, other = make_organisation(), make_organisation()
    project = make_project(body)
    with pytest.raises(Refusal) as refused:
        services.add_role(
            RoleData(make_person().id, RoleCode.SPONSOR, other.id, DAY, project.id), actor=SYSTEM, at=at
        )
    assert refused_with("registry.project_of_other", refused.value)


def test_a_scheme_gives_a_number_once(at: datetime) -> None:
    person = make_person()
    make_certificate(person, scheme="ipma", number="KZ-1")
    with pytest.raises(Refusal) as refused:
        services.add_certificate(CertificateData(person.id, "ipma", " KZ-1 ", DAY), actor=SYSTEM, at=at)
    assert refused_with("registry.certificate_known", refused.value)
    services.add_certificate(CertificateData(person.id, "pmp", "KZ-1", DAY), actor=SYSTEM, at=at)


def test_a_revoked_certificate_stays_in_the_registry(at: datetime) -> None:
    held = make_certificate(make_person(), number="KZ-1")
    data = CertificateData(
        held.person_id, "ipma", "KZ-1", held.issued_on, held.valid_until, "C", status=CertificateState.REVOKED
    )
    services.correct_certificate(held.id, data, reason="Орган кері қайтарды", actor=SYSTEM, at=at)
    (found,) = queries.certificates_of((held.person_id,))[held.person_id]
    assert found.status is CertificateState.REVOKED
    assert queries.ending_certificates(date(2028, 1, 1), date(2030, 1, 1), on=DAY) == ()


def test_every_tie_that_the_conflict_rule_reads_is_there(at: datetime) -> None:
    person, quiet = make_person(), make_person("Ирина Ким")
    client, body = make_organisation(), make_organisation()
    contract = EngagementData(person.id, client.id, EngagementKind.CONSULTANCY, DAY, None, "«Кеңес»", "7")
    services.add_engagement(contract, actor=SYSTEM, at=at)
    make_role(person, body, RoleCode.OFFICE_CONSULTANT, since=date(2025, 5, 1), until=date(2025, 6, 1))
    ties = queries.engagements_of((person.id, quiet.id))
    assert ties[quiet.id] == ()
    found = [
        (tie.source, tie.kind.value, tie.organisation_id, tie.until, tie.note) for tie in ties[person.id]
    ]
    assert found == [
        ("role_held", "project_activity", body.id, date(2025, 6, 1), "1.4"),
        ("engagement", "consultancy", client.id, None, "«Кеңес» · 7"),
    ]


def test_unknown_people_and_organisations_are_refused_not_a_fault(at: datetime) -> None:
    for data in (
        EngagementData("nobody", make_organisation().id, EngagementKind.EMPLOYMENT, DAY),
        EngagementData(make_person().id, "nothing", EngagementKind.EMPLOYMENT, DAY),
    ):
        with pytest.raises(Refusal) as refused:
            services.add_engagement(data, actor=SYSTEM, at=at)
        assert refused_with("registry.not_found", refused.value)


def test_values_that_cannot_stand_never_reach_the_table(at: datetime) -> None:
    with pytest.raises(Refusals) as refused:
        services.add_organisation(
            OrganisationData("000000000000", OrganisationKind.CIVIL, "", "", ""), actor=Actor(), at=at
        )
    named = [reason.facts["field"] for reason in refused.value.reasons]
    assert named == ["bin", "region", "name_kk", "name_ru"]
    assert db.session.scalar(select(Person.id)) is None


def test_a_charter_made_for_tests_is_complete(at: datetime) -> None:
    body = make_organisation()
    project = make_project(body)
    make_charter(project, body)
    assert {role.role.value for role in queries.roles_of_project(project.id)} == {
        "initiator",
        "sponsor",
        "customer",
        "leader",
    }
