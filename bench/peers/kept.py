"""Let a process of its own do a system's job; what it found is kept until the job or code changes.

So a comparison that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import advisor
from advisor.shipped import data_folder
from bench.peers.system import Job
from bench.peers.work import SYSTEMS

_HERE, _PRODUCT = Path(__file__).parent, Path(advisor.__file__).parent
_SHARED = ("system.py", "work.py", "pieces.py")
# One thread for small products of matrices, as our command line has it: more only wait.
_ENVIRONMENT = {
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_OFFLINE": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_SPLITTING = ("chunk.py", "headings.py", "prose.py", "sentences.py", "units.py")


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of what was found; `anew` measures again what is there."""

    folder: Path
    anew: bool = False

    def done(self, system: str, job: Job, name: str) -> dict[str, Any] | None:
        """Return what a system found and what it cost; None when it fails, which it says itself."""
        given = json.dumps(asdict(job))
        file = self.folder / f"{_digest(system, given)}.json"
        if self.anew or not file.exists():
            print(f"{name}: {system}", file=sys.stderr, flush=True)
            if not _worked(system, given, file):
                print(f"{name}: {system} failed and is left out", file=sys.stderr, flush=True)
                return None
        done: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return done


def _worked(system: str, given: str, file: Path) -> bool:
    file.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **_ENVIRONMENT}
    with tempfile.TemporaryDirectory(dir=file.parent) as made:
        job, out = Path(made) / "job.json", Path(made) / "out.json"
        job.write_text(given, "utf-8")
        command = [sys.executable, "-m", "bench.peers.work", system, str(job), str(out)]
        if subprocess.run(command, check=False, env=environment, stdout=sys.stderr).returncode:
            return False
        out.replace(file)
    return True


def _digest(system: str, given: str) -> str:
    """Digest of the job and of the code that does it."""
    content = hashlib.sha256(f"{system}\n{given}\n".encode())
    for file in _code(system):
        content.update(file.read_bytes())
    return content.hexdigest()[:24]


def _code(system: str) -> Iterator[Path]:
    module = SYSTEMS[system][0].rpartition(".")[2]
    yield from (_HERE / name for name in (*_SHARED, f"{module}.py"))
    if module == "ours":
        yield from sorted(_PRODUCT.rglob("*.py"))
        yield from sorted(data_folder("knowledge").rglob("*.toml"))
    else:
        yield from (_PRODUCT / "library" / name for name in _SPLITTING)
