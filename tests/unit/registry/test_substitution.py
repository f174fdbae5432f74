"""Appendix 7: the shipped table is the printed one, cell by cell; who may act for whom follows from it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.registry.domain import (
    RoleCode,
    RoleFacts,
    SubstitutionCell,
    holds_on,
    roles,
    stand_in,
    substitution_scheme,
)

ORIGINAL = json.loads((Path(__file__).parent / "data" / "appendix7.json").read_text(encoding="utf-8"))
"""The table as it was transcribed from the Rules, with the readings that were weighed."""

ROLES = {
    "national_priority_curator": RoleCode.PRIORITY_CURATOR,
    "programme_head": RoleCode.PROGRAMME_HEAD,
    "steering_committee_deputy_chair": RoleCode.STEERING_DEPUTY,
    "pmo_head": RoleCode.OFFICE_HEAD,
    "base_direction_head": RoleCode.BASE_DIRECTION_HEAD,
    "project_group_curator": RoleCode.GROUP_CURATOR,
    "pmo_chief_manager": RoleCode.OFFICE_CHIEF_MANAGER,
    "pmo_administrator": RoleCode.OFFICE_ADMINISTRATOR,
    "sac_head": RoleCode.ANALYSIS_HEAD,
    "sac_manager_analyst": RoleCode.ANALYST,
    "comms_centre_head": RoleCode.COMMUNICATION_HEAD,
    "comms_centre_manager": RoleCode.COMMUNICATION_MANAGER,
    "bdig_head": RoleCode.GROUP_HEAD,
    "bdig_chief_manager": RoleCode.GROUP_CHIEF_MANAGER,
    "bdig_administrator": RoleCode.GROUP_ADMINISTRATOR,
    "acceleration_head": RoleCode.ACCELERATION_HEAD,
    "acceleration_manager": RoleCode.ACCELERATION_MANAGER,
    "project_group_leader": RoleCode.PROJECT_GROUP_LEADER,
}
SIGNS = {
    True: SubstitutionCell.ALLOWED,
    False: SubstitutionCell.NOT_ALLOWED,
    None: SubstitutionCell.UNDECIDED,
}
DAY = date(2026, 7, 15)


def test_every_cell_is_the_printed_one() -> None:
    printed = {
        (ROLES[row], ROLES[column]): SIGNS[sign]
        for row, cells in ORIGINAL["matrix"].items()
        for column, sign in cells.items()
    }
    table = substitution_scheme()
    assert table.cells == printed
    assert table.rows == tuple(ROLES[each["id"]] for each in ORIGINAL["substitute_roles"])
    assert table.columns == tuple(ROLES[each["id"]] for each in ORIGINAL["replaced_roles"])


def test_the_two_undecided_cells_are_not_allowed_and_say_why() -> None:
    table = substitution_scheme()
    undecided = {pair for pair, cell in table.cells.items() if cell is SubstitutionCell.UNDECIDED}
    told = {
        (ROLES[row], ROLES[column])
        for row, column in (cell.split("->") for cell in ORIGINAL["ambiguities"][0]["cells"])
    }
    assert undecided == told and len(told) == 2
    for substitute, replaced in undecided:
        assert substitute not in table.substitutes(replaced)
        assert substitute in table.undecided(replaced)
        note = table.reason((substitute, replaced))
        assert note is not None and note.id == "A7-1"
        assert note.text.kk and note.text.ru and note.text.en


def test_substitutes_are_those_of_the_original_lists() -> None:
    table = substitution_scheme()
    for replaced, substitutes in ORIGINAL["substitutes_for"].items():
        assert set(table.substitutes(ROLES[replaced])) == {ROLES[each] for each in substitutes}


@pytest.mark.parametrize(
    "role",
    [
        RoleCode.LEADER,
        RoleCode.TEAM_MEMBER,
        RoleCode.PROJECT_COORDINATOR,
        RoleCode.PROJECT_CURATOR,
        RoleCode.OFFICE_CONSULTANT,
        RoleCode.EXPERT_MEMBER,
        RoleCode.EXPERT_SECRETARY,
        RoleCode.EXPERT_ANALYST,
        RoleCode.TYPICAL_BASE_HEAD,
        RoleCode.STEERING_DEPUTY,
    ],
)
def test_roles_outside_the_table_have_no_rule(role: RoleCode) -> None:
    found = stand_in(role, [held(RoleCode.OFFICE_HEAD, "anyone")], DAY)
    assert not found.has_rule and not found.substitutes


def held(
    role: RoleCode, person: str, since: date = date(2026, 1, 1), until: date | None = None, unit: str = ""
) -> RoleFacts:
    return RoleFacts(
        f"{role}{person}{unit}", person, person.title(), role, "body", None, since, until, unit=unit
    )


def test_who_may_act_today_reads_the_day() -> None:
    recorded = [
        held(RoleCode.OFFICE_HEAD, "former", until=date(2026, 7, 14)),
        held(RoleCode.OFFICE_CHIEF_MANAGER, "manager"),
        held(RoleCode.OFFICE_ADMINISTRATOR, "tomorrow", since=date(2026, 7, 16)),
        held(RoleCode.PRIORITY_CURATOR, "curator"),
        held(RoleCode.COMMUNICATION_MANAGER, "speaker"),
    ]
    found = stand_in(RoleCode.OFFICE_HEAD, recorded, DAY)
    assert not found.holders
    assert [each.person_id for each in found.substitutes] == ["manager"]
    assert found.undecided == (RoleCode.PRIORITY_CURATOR,)
    before = stand_in(RoleCode.OFFICE_HEAD, recorded, date(2026, 7, 14))
    assert [each.person_id for each in before.holders] == ["former"]


def test_one_direction_s_head_may_act_for_another_but_not_for_themselves() -> None:
    recorded = [
        held(RoleCode.BASE_DIRECTION_HEAD, "aliya", unit="Цифрлық"),
        held(RoleCode.BASE_DIRECTION_HEAD, "bolat", unit="Жол"),
    ]
    found = stand_in(RoleCode.BASE_DIRECTION_HEAD, recorded, DAY, "Жол")
    assert [each.person_id for each in found.holders] == ["bolat"]
    assert [each.person_id for each in found.substitutes] == ["aliya"]


holdings = st.lists(
    st.builds(
        held,
        st.sampled_from(RoleCode),
        st.sampled_from(["aliya", "bolat", "dina"]),
        st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days)),
        st.none() | st.integers(41, 90).map(lambda days: DAY + timedelta(days=days - 60)),
        st.sampled_from(["", "Цифрлық", "Жол"]),
    ),
    max_size=12,
)


@given(holdings, st.sampled_from(RoleCode), st.sampled_from(["", "Жол"]))
def test_whoever_may_act_holds_an_allowed_role_that_day(
    recorded: list[RoleFacts], role: RoleCode, unit: str
) -> None:
    found, table = stand_in(role, recorded, DAY, unit), substitution_scheme()
    holders = {each.person_id for each in found.holders}
    for each in found.substitutes:
        assert holds_on(each.since, each.until, DAY)
        assert table.cell(each.role, role) is SubstitutionCell.ALLOWED
        assert each.person_id not in holders
    assert found.has_rule or not found.substitutes
    for each in recorded:
        may = holds_on(each.since, each.until, DAY) and each.role in table.substitutes(role)
        assert (each in found.substitutes) == (may and each.person_id not in holders)


@given(holdings, st.sampled_from(RoleCode), st.randoms())
def test_the_order_of_records_decides_nothing(
    recorded: list[RoleFacts], role: RoleCode, chance: object
) -> None:
    other = list(recorded)
    chance.shuffle(other)  # type: ignore[attr-defined]
    first, second = stand_in(role, recorded, DAY), stand_in(role, other, DAY)
    assert set(first.substitutes) == set(second.substitutes)


def test_every_role_of_the_table_is_in_the_catalogue() -> None:
    table = substitution_scheme()
    assert {*table.rows, *table.columns} <= set(roles())
