"""One system on one set, in a process of its own: `python -m bench.peers.work SYSTEM JOB OUT`."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench.peers.system import Job, Page, System

OURS = "ours"
SYSTEMS = {
    OURS: ("bench.peers.ours", "Ours"),
    "BM25 + MiniLM, RRF 60, our passages": ("bench.peers.fused", "Hybrid"),
    "BM25 (bm25s)": ("bench.peers.bm25_plain", "PlainBM25"),
    "Chroma, whole pages": ("bench.peers.chroma_plain", "PlainChroma"),
    "LangChain, 1000/200": ("bench.peers.langchain_recipe", "LangChain"),
    "LlamaIndex, 1024/20": ("bench.peers.llamaindex_defaults", "LlamaIndex"),
}
NO_VECTORS = "BM25 ("


def main() -> None:
    """Index, ask everything once, write down what was found and what it cost."""
    name, job_file, out = sys.argv[1:]
    given = json.loads(Path(job_file).read_text("utf-8"))
    pages = tuple(Page(**page) for page in given.pop("pages"))
    job = Job(pages=pages, **{**given, "targets": tuple(given["targets"])})
    system = _system(name)
    if not name.startswith(NO_VECTORS):  # its own start-up is no part of indexing
        importlib.import_module("sentence_transformers")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        started, processor = time.perf_counter(), time.process_time()
        system.index(job, folder)
        index_seconds = time.perf_counter() - started
        index_processor = time.process_time() - processor
        system.search("Is anything ready?", job.depth)
        found, milliseconds, processor_ms = {}, {}, {}
        for question, text in job.questions.items():
            started, processor = time.perf_counter(), time.process_time()
            passages = system.search(text, job.depth)
            milliseconds[question] = (time.perf_counter() - started) * 1000
            processor_ms[question] = (time.process_time() - processor) * 1000
            found[question] = [{"path": one.path} if job.whole else asdict(one) for one in passages]
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        result = {
            "index_seconds": index_seconds,
            "index_processor_seconds": index_processor,
            "milliseconds": milliseconds,
            "processor_ms": processor_ms,
            "resident_mb": _resident_mb(),
            "index_mb": size / 1e6,
            "found": found,
        }
        Path(out).write_text(json.dumps(result), "utf-8")


def _system(name: str) -> System:
    module, kind = SYSTEMS[name]
    made: System = getattr(importlib.import_module(module), kind)()
    return made


def _resident_mb() -> float:
    """Resident memory of this process, as Linux tells it; 0 elsewhere."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(x for x in status.read_text("utf-8").splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
