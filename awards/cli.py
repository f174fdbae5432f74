"""The `awards` command: offline calculators first (no web, no database), then the portal's own commands.

Statuses: 0 done; 1 a bundle that does not hold; 2 malformed input, one line on stderr naming file, line
and cause; 3 a well-formed problem that has no answer.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from awards.assessment.domain import calibration, problem_json, scores_csv
from awards.assessment.domain.assignment import solve
from awards.core.errors import InputError, NoAnswer
from awards.jury.domain import round_json, tally
from awards.results.domain import verification
from awards.results.domain.bundle import BundleError

PORTAL = ("demo", "migrate", "serve", "secretary", "mail", "remind", "jobs", "tidy", "doctor")
"""Commands that need the web and the database: loaded only when one of them is called."""


class Commands(click.Group):
    """The calculators, and the portal's commands from `awards.portal` when they are asked for."""

    def __call__(self, args: Sequence[str] | None = None) -> NoReturn:
        """Run the command line; what is wrong with the call is told on one line, like every other fault."""
        try:
            status = self.main(args, "awards", standalone_mode=False)
        except click.exceptions.NoArgsIsHelpError as asked:
            asked.show()
            sys.exit(asked.exit_code)
        except click.ClickException as fault:
            place = getattr(fault, "ctx", None)
            name = place.command_path if place else "awards"
            click.echo(f"{name}: {fault.format_message()}", err=True)
            sys.exit(fault.exit_code)
        except click.Abort:
            sys.exit(1)
        sys.exit(status if isinstance(status, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *PORTAL]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in PORTAL:
            portal = importlib.import_module("awards.portal")
            command: click.Command = portal.COMMANDS[cmd_name]
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Qazaqstan Project Management Awards: the portal and its offline calculators."""


def _bytes(file: str) -> tuple[bytes, str]:
    """(bytes, name for messages) of a file, or of standard input for "-"."""
    source = "<stdin>" if file == "-" else file
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), source
    except OSError as error:
        raise InputError(source, None, error.strerror or "cannot be read") from error


def _read(file: str) -> tuple[str, str]:
    """(text, name for messages) of a file, or of standard input for "-"."""
    data, source = _bytes(file)
    try:
        return data.decode("utf-8"), source
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(source, line, "this is not UTF-8") from error


def _answer(compute: Callable[[], Mapping[str, Any]]) -> None:
    """Print the JSON that `compute` returns, or say what is wrong and leave with its status."""
    try:
        _print(compute())
    except InputError as fault:
        click.echo(" ".join(str(fault).split()), err=True)
        sys.exit(2)
    except NoAnswer as none:
        _print(none.report)
        click.echo(" ".join(str(none).split()), err=True)
        sys.exit(3)


def _print(report: Mapping[str, Any]) -> None:
    click.echo(json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False))


@main.command()
@click.argument("scores")
@click.option("--method", type=click.Choice(calibration.METHODS), default="offset", show_default=True)
@click.option("--line", type=click.FloatRange(0, 100), default=90.0, show_default=True)
def calibrate(scores: str, method: str, line: float) -> None:
    """Aggregate and calibrate SCORES.csv (entry,assessor,score); "-" reads standard input."""

    def compute() -> Mapping[str, Any]:
        panel = scores_csv.read(*_read(scores))
        try:
            return calibration.report(calibration.calibrate(panel, method=method, line=line))
        except ValueError as error:
            raise InputError(scores, None, str(error)) from error

    _answer(compute)


@main.command()
@click.argument("problem")
@click.option("--bridge", type=click.FloatRange(0, 1), default=0.0, show_default=True)
def assign(problem: str, bridge: float) -> None:
    """Assign assessors to entries as PROBLEM.json asks; "-" reads standard input."""
    _answer(lambda: problem_json.report(solve(problem_json.read(*_read(problem)), bridge=bridge)))


@main.command(name="tally")
@click.argument("round_file", metavar="ROUND")
def tally_command(round_file: str) -> None:
    """Count the ballots of ROUND.json; "-" reads standard input."""
    _answer(lambda: round_json.report(tally.count(round_json.read(*_read(round_file)))))


@main.command()
@click.argument("bundle")
def verify(bundle: str) -> None:
    """Recompute everything that the results bundle BUNDLE.zip claims; "-" reads standard input."""
    answer: dict[str, Any] = {}

    def compute() -> Mapping[str, Any]:
        data, source = _bytes(bundle)
        try:
            answer.update(verification.report(data))
        except BundleError as error:
            raise InputError(source, None, error.cause) from error
        return answer

    _answer(compute)
    sys.exit(0 if answer["verified"] else 1)


if __name__ == "__main__":
    main()
