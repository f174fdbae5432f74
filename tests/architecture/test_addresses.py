"""The tree installs anywhere, from any registry, and never below the releases with known holes."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

# Written in pieces, so that this file does not contain what it looks for.
MACHINE_PATHS = re.compile(
    r"(?:(?<![\w.:/}-])|file" + r"://)/(?:work|root|home|Users|mnt|tmp|opt)/\w" + r"|\b[A-Z]:\\" + r"\w"
)
REGISTRIES = re.compile(
    "|".join(
        (r"pypi\." + "org", r"python" + r"hosted\.org", r"registry\.npm" + r"js", r"conda\." + "anaconda")
    )
    + r"|--(?:extra-)?index"
    + r"-url|--find"
    + "-links|--trusted"
    + "-host"
)

FLOORS = {
    "werkzeug": "3.1.6",
    "flask": "3.1.3",
    "jinja2": "3.1.6",
    "xhtml2pdf": "0.2.28",
    "reportlab": "4.4",
    "pypdf": "6.16.1",
    "pillow": "12.2",
    "gunicorn": "23",
    "waitress": "3.0.1",
    "lxml": "6",
    "svglib": "0.9.4",
}


def _tracked() -> list[Path]:
    """Every file under version control; where there is no repository, every file that would be."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
        return [path for path in paths if path.is_file()]
    skipped = {"var", "node_modules", "build", "dist", "htmlcov", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not skipped & set(path.relative_to(ROOT).parts)
        and not path.relative_to(ROOT).parts[0].startswith((".venv", ".git", ".cov", ".hypo"))
        and not any(part.endswith(("_cache", ".egg-info")) for part in path.relative_to(ROOT).parts)
    ]


def _findings(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group()}")
    return found


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "home/aliya/portal",
        "cd /" + "work/x",
        'open("/' + 'tmp/x")',
        "C:" + "\\Users",
        "file" + ":///home/x",
    ],
)
def test_the_search_sees_machine_paths(line: str) -> None:
    assert MACHINE_PATHS.search(line)


@pytest.mark.parametrize(
    "line", ["/organisations/home/", "https://example.kz/home/x", "{{ root }}/tmp/x", "/home"]
)
def test_the_search_leaves_addresses_of_pages_alone(line: str) -> None:
    assert not MACHINE_PATHS.search(line)


def test_no_file_names_a_path_of_some_machine() -> None:
    assert _findings(MACHINE_PATHS) == []


def test_no_file_names_a_registry() -> None:
    assert _findings(REGISTRIES) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_has_pins_and_hashes_and_nothing_else(lock: Path) -> None:
    text = re.sub(r"^ *#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]
    pin = re.compile(
        r"^[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.+]*(?: ; [^\\]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*$"
    )
    assert entries
    assert [entry for entry in entries if not pin.match(entry)] == []


@pytest.mark.parametrize("group", ["runtime", "dev"])
def test_a_lock_answers_what_the_project_asks_for(group: str) -> None:
    """A dependency added or raised without `make lock` would be missing on a fresh machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + (
        project["dependency-groups"]["dev"] if group == "dev" else []
    )
    text = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    pins: dict[str, list[Version]] = {}
    for name, pinned in re.findall(r"^([a-z0-9-]+)==([^ \\]+)", text, flags=re.MULTILINE):
        pins.setdefault(name, []).append(Version(pinned))
    unanswered = []
    for requirement in map(Requirement, asked):
        found = pins.get(canonicalize_name(requirement.name), [])
        if not found or not all(requirement.specifier.contains(pinned) for pinned in found):
            unanswered.append(str(requirement))
    assert unanswered == []


@pytest.mark.parametrize("name", FLOORS)
def test_no_library_is_older_than_its_security_floor(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS[name])
