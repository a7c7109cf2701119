"""Chroma on disk: vectors by id, seen again after another process wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.backends.vectors import VectorIndex
from advisor.errors import StorageError
from advisor.ports import Vectors

ABOUT = {"kind": "chunk", "chunk": "a", "source": "s", "party": "vendor", "stance": "open"}


def axis(number: int) -> Vectors:
    vector: Vectors = np.eye(8, dtype=np.float32)[number]
    return vector


def put(index: VectorIndex, vectors: dict[str, Vectors]) -> None:
    index.upsert(vectors, dict.fromkeys(vectors, ABOUT))


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0), "b": axis(1), "c": (axis(0) + axis(1)) / np.sqrt(2)})
    found = index.query(axis(0), 3)
    assert [name for name, _ in found] == ["a", "c", "b"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.7071, 0.0], abs=1e-3)


def test_an_id_put_again_moves(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0), "b": axis(1)})
    put(index, {"a": axis(2)})
    assert index.count() == 2
    assert index.query(axis(2), 1)[0][0] == "a"


def test_deleting_unknown_ids_is_no_error(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0), "b": axis(1)})
    index.delete(["a", "never there"])
    index.delete([])
    assert index.ids() == {"b"}


def test_models_do_not_mix(tmp_path: Path) -> None:
    one, other = VectorIndex(tmp_path, "one@1"), VectorIndex(tmp_path, "other@2")
    put(one, {"a": axis(0)})
    other.upsert({"a": np.ones(4, np.float32)}, {"a": ABOUT})
    assert (one.count(), other.count()) == (1, 1)
    other.keep_only_this()
    assert other.count() == 1
    one.reopen()
    assert one.count() == 0


def test_clear_drops_all(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0)})
    index.clear()
    assert index.ids() == set()
    put(index, {"b": axis(1)})
    assert index.ids() == {"b"}


def test_vectors_survive_a_restart(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    many = {f"v{n}": axis(n % 8) for n in range(300)}
    put(index, many)
    index.close()
    assert VectorIndex(tmp_path, "m").ids() == set(many)


def test_what_another_process_wrote_is_seen_after_reopening(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0), "b": axis(1)})
    assert index.query(axis(0), 2)[0][0] == "a"
    code = f"""
import numpy as np
from pathlib import Path
from advisor.backends.vectors import VectorIndex
index = VectorIndex(Path({str(tmp_path)!r}), "m")
index.delete(["a"])
index.upsert({{"c": np.eye(8, dtype=np.float32)[0]}}, {{"c": {ABOUT!r}}})
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    index.reopen()
    assert [name for name, _ in index.query(axis(0), 3)] == ["c", "b"]


def test_reopening_leaves_no_files_open(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m")
    put(index, {"a": axis(0)})
    index.reopen()
    index.query(axis(0), 1)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        index.reopen()
        index.query(axis(0), 1)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        VectorIndex(tmp_path, "m").count()


def test_a_grown_graph_is_written_more_rarely(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "m", flush_share=1)
    for part in range(3):
        put(index, {f"{part}-{n}": axis(n % 8) for n in range(100)})
    with index._using() as collection:
        assert collection.configuration_json["hnsw"]["sync_threshold"] == 200
    index.reopen()
    assert index.count() == 300
