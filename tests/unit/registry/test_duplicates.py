"""Which records are offered as one person: namesakes whom no fact tells apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from awards.core.text import fold, name_key
from awards.registry.domain.duplicates import Candidates, Clue, Namesake, candidates, told_apart

NAMES = (
    "Әбілов Өркен", "Өркен Әбілов", "Абилов Оркен Серикович", "Әбілов Өркен Серікұлы",
    "Әбілов Өркен Болатұлы", "Сәрсенова Әлия", "Сарсенова Алия", "Қасым",
)  # fmt: skip


def person(key: str, name: str, **facts: object) -> Namesake:
    return Namesake(key, name, fold(name), name_key(name), **facts)  # type: ignore[arg-type]


@st.composite
def people(draw: st.DrawFn) -> list[Namesake]:
    return [
        person(
            f"{number:02d}",
            draw(st.sampled_from(NAMES)),
            iin_index=draw(st.one_of(st.none(), st.just(f"iin{number}"))),
            region=draw(st.sampled_from(("", "KZ-71", "KZ-75"))),
            organisations=draw(st.frozensets(st.sampled_from("abc"), max_size=2)),
            schemes=draw(st.frozensets(st.sampled_from(("ipma", "pmp")), max_size=1)),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


def ids(found: tuple[Candidates, ...]) -> set[tuple[str, str]]:
    return {(pair.first.id, pair.second.id) for pair in found}


@given(people())
def test_exactly_the_namesakes_whom_nothing_tells_apart(known: list[Namesake]) -> None:
    expected = {
        (one.id, other.id)
        for one in known
        for other in known
        if one.id < other.id and one.name_key == other.name_key and not told_apart(one, other)
    }
    assert ids(candidates(known)) == expected


@given(people(), st.randoms())
def test_neither_order_nor_side_matters(known: list[Namesake], chance: object) -> None:
    mixed = list(known)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert candidates(known) == candidates(mixed)
    assert all(told_apart(one, other) == told_apart(other, one) for one in known for other in known)


@given(people())
def test_a_noted_pair_goes_and_no_other(known: list[Namesake]) -> None:
    every = ids(candidates(known))
    for pair in every:
        assert ids(candidates(known, {pair})) == every - {pair}


@given(people())
def test_the_most_alike_come_first(known: list[Namesake]) -> None:
    likeness = [pair.likeness for pair in candidates(known)]
    assert likeness == sorted(likeness, reverse=True)


def test_spellings_of_one_name_meet_and_two_patronymics_part() -> None:
    bare = person("1", "Өркен Әбілов")
    one, other = person("2", "Абилов Оркен Серікұлы"), person("3", "Әбілов Өркен Болатұлы")
    assert ids(candidates([bare, one, other])) == {("1", "2"), ("1", "3")}


def test_two_iins_are_two_people_and_one_iin_says_nothing() -> None:
    one, other = person("1", NAMES[0], iin_index="a"), person("2", NAMES[1], iin_index="b")
    assert candidates([one, other]) == ()
    assert ids(candidates([one, person("2", NAMES[1])])) == {("1", "2")}


def test_what_they_share_is_named_the_weightiest_first() -> None:
    shared = {"region": "KZ-71", "organisations": frozenset({"a"}), "schemes": frozenset({"ipma"})}
    (pair,) = candidates([person("1", NAMES[3], **shared), person("2", NAMES[3], **shared)])
    assert pair.clues == (Clue.PATRONYMIC, Clue.ORGANISATION, Clue.SCHEME, Clue.REGION)


def test_a_record_without_a_name_key_is_nobody_s_namesake() -> None:
    assert candidates([Namesake("1", "", "", ""), Namesake("2", "", "", "")]) == ()
