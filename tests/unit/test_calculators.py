"""The offline calculators to the letter of their contracts: shapes, statuses, one line on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from awards.cli import PORTAL, main
from awards.portal import COMMANDS

SCORES = "entry,assessor,score\nB,x,80\nB,y,84.5\nA,y,90\nA,x,89.999\n"
PROBLEM = {
    "entries": [{"id": "e1", "needs": 1}, {"id": "e2", "needs": 1}],
    "assessors": [{"id": "a", "capacity": 1}, {"id": "b", "capacity": 2}],
    "conflicts": [["a", "e1"]],
    "preferences": [
        {"assessor": "b", "entry": "e1", "value": 10},
        {"assessor": "a", "entry": "e2", "value": 7},
    ],
}
ROUND = {
    "candidates": ["p", "q", "r", "s"],
    "method": "rounds-majority",
    "chair": "j1",
    "roster": ["j1", "j2", "j3"],
    "recused": [],
    "quorum": [2, 3],
    "medals": 3,
    "ballots": [
        {"juror": "j1", "ranking": ["p", "q", "r", "s"]},
        {"juror": "j2", "ranking": ["p", "r", "q", "s"]},
        {"juror": "j3", "ranking": ["q", "p", "r", "s"]},
    ],
}


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def test_calibrate_prints_every_key_of_the_contract_sorted_by_name() -> None:
    answer = json.loads(run("calibrate", "-", stdin=SCORES).stdout)
    assert list(answer) == [
        "method", "gate", "lambda", "sigma", "tau", "components",
        "entries", "assessors", "sheets", "reliability", "crosses_line",
    ]  # fmt: skip
    assert [entry["entry"] for entry in answer["entries"]] == ["A", "B"]
    assert set(answer["entries"][0]) == {
        "entry", "n", "raw", "score", "milli", "se", "finalist", "p_line", "range",
    }  # fmt: skip
    assert set(answer["assessors"][0]) == {"assessor", "n", "offset", "se"}
    assert set(answer["sheets"][0]) == {"entry", "assessor", "score", "residual"}
    assert set(answer["reliability"]) == {"icc_a1", "icc_c1", "alpha"}


def test_a_score_a_hair_below_the_line_is_not_a_finalist() -> None:
    answer = json.loads(run("calibrate", "-", "--method", "raw", stdin=SCORES).stdout)
    first = answer["entries"][0]
    assert (first["milli"], first["finalist"]) == (89_999, False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("entry,assessor\n", 1),
        ("entry,assessor,score\nA,x,90\nA,x,91\n", 3),
        ("entry,assessor,score\nA,x,100.5\n", 2),
        ("entry,assessor,score\nA,x,90.0001\n", 2),
    ],
)
def test_a_malformed_file_is_one_line_naming_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(text, encoding="utf-8")
    result = run("calibrate", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"{file}:{line}: ")


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes("entry,assessor,score\nÀ,x,1\n".encode("latin-1"))
    missing = run("calibrate", str(tmp_path / "none.csv"))
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)
    wrong = run("calibrate", str(latin))
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith(f"{latin}:2: ")


def test_assign_prints_the_optimum_with_its_bound() -> None:
    answer = json.loads(run("assign", "-", stdin=json.dumps(PROBLEM)).stdout)
    assert list(answer) == [
        "status", "assignments", "total_preference", "upper_bound", "loads", "components", "inflation",
    ]  # fmt: skip
    assert answer["status"] == "optimal"
    assert answer["assignments"] == [["a", "e2"], ["b", "e1"]]
    assert answer["total_preference"] == answer["upper_bound"] == 17
    assert set(answer["inflation"]) == {"mean", "p95"}


def test_an_infeasible_problem_leaves_with_three_and_says_who_is_missing() -> None:
    short = {**PROBLEM, "assessors": [{"id": "a", "capacity": 2}], "preferences": []}
    result = run("assign", "-", stdin=json.dumps(short))
    assert result.exit_code == 3
    assert json.loads(result.stdout) == {
        "status": "infeasible", "entries": ["e1"], "assessors": [], "needed": 1, "available": 0, "missing": 1,
    }  # fmt: skip
    assert "e1" in result.stderr


def test_assign_names_the_line_of_a_broken_file() -> None:
    result = run("assign", "-", stdin='{"entries": [],\n "assessors": [,]}')
    assert result.exit_code == 2
    assert result.stderr.startswith("<stdin>:2: ")


def test_tally_prints_medals_steps_and_quorum() -> None:
    answer = json.loads(run("tally", "-", stdin=json.dumps(ROUND)).stdout)
    assert list(answer) == ["status", "medals", "steps", "pending", "present", "needed"]
    assert answer["medals"] == {"gold": "p", "silver": "q", "bronze": "r"}
    assert (answer["status"], answer["pending"], answer["present"], answer["needed"]) == (
        "decided",
        None,
        3,
        2,
    )
    assert set(answer["steps"][0]) == {"medal", "stage", "counts", "tied", "decided_by", "winner"}


@pytest.mark.parametrize(
    "ballot",
    [
        {"juror": "nobody", "ranking": ["p"]},
        {"juror": "j1", "ranking": ["p"]},
        {"juror": "j3", "ranking": ["p", "p"]},
        {"juror": "j3", "ranking": ["stranger"]},
    ],
)
def test_a_ballot_that_may_not_count_is_refused(ballot: dict[str, object]) -> None:
    bad = {**ROUND, "ballots": [*ROUND["ballots"][:2], ballot]}  # type: ignore[index]
    result = run("tally", "-", stdin=json.dumps(bad))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_the_calculators_load_neither_web_nor_database() -> None:
    code = (
        "import sys, awards.cli; loaded = {name.partition('.')[0] for name in sys.modules}; "
        "print(sorted({'flask', 'sqlalchemy', 'werkzeug', 'jinja2'} & loaded))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_command_of_the_portal_can_be_called() -> None:
    assert sorted(PORTAL) == sorted(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["calibrate"], "awards calibrate: Missing argument 'SCORES'."),
        (["tally", "--nope", "x"], "awards tally: No such option '--nope'."),
        (["nothing"], "awards: No such command 'nothing'."),
    ],
)
def test_a_wrong_call_is_told_on_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines() == [says]


def test_the_line_of_what_json_does_not_have(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text('{"entries":\n[{"id": "NaN", "needs":\n NaN}], "assessors": []}')
    done = CliRunner().invoke(main, ["assign", str(file)])
    assert (done.exit_code, done.stderr) == (2, f"{file}:3: not JSON: NaN is not a number\n")
