"""Parsers run in a child process that can be killed: limited memory and time, no network, no secrets.

SECURITY S10 (uploads) and S15 (PDF) ask for it; spreadsheets are read the same way.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass

from awards.config import ROOT

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_PASSED_ON = ("PATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
_OUT_OF_LIMITS = frozenset({signal.SIGKILL, signal.SIGXCPU, signal.SIGABRT, signal.SIGXFSZ})


@dataclass(frozen=True)
class Finished:
    """How the child ended: `returncode` is minus the signal's number where one killed it."""

    returncode: int
    stdout: bytes
    stderr: bytes
    timed_out: bool = False

    @property
    def hit_a_limit(self) -> bool:
        """Killed for its time, its processor seconds, its memory (an abort of native code) or its output."""
        return self.timed_out or -self.returncode in _OUT_OF_LIMITS

    @property
    def crashed(self) -> bool:
        """Ended by any signal: a parser fell over its input."""
        return self.returncode < 0


def run(module: str, request: bytes, *, seconds: float) -> Finished:
    """Run `python -m module` with `request` on its standard input, for `seconds` of wall clock at most.

    The child and all it started are killed when the time is up. It gets none of the portal's environment, so
    a parser that is taken over finds no key and no database address. The limits on memory and processor are
    set by the child itself (`confine`) before it reads the request.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"PYTHONUTF8": "1"},
        start_new_session=True,
    )
    try:
        stdout, stderr = child.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(child)
        return Finished(child.returncode, b"", b"", timed_out=True)
    except BaseException:
        _kill(child)
        raise
    return Finished(child.returncode, stdout, stderr)


def confine(*, memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Give up, for good, what this process does not need: called first thing by a worker's `main`.

    Address space, processor seconds and the size of any file written are capped; no core dumps; where the
    kernel lets us, the process moves to a network namespace with nothing in it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USER | _NEW_NETWORK)


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
