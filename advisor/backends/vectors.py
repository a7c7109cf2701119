"""Chroma, embedded: vectors by chunk and question id; derived from the truth, never shown."""

from __future__ import annotations

import hashlib
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Lock
from typing import Any

import numpy as np

from advisor.errors import StorageError
from advisor.ports import Vectors

FOLDER = "chroma"
# A write of this many vectors takes about 0.1 s; queries of the same process wait no longer.
PART = 128
PAGE = 5000
# Vectors not yet in the graph's file are put in again at each opening: 0.5 s for 1,000, 0.08 s for
# 100; filling took the same processor time with both.
# The file is written whole each time: in a large library whenever a hundredth has been added.
FLUSH_SHARE = 100
# The graph is wider than by default (100, 100, 16): recall at 50 of 10,000 random vectors is .92.
HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 200,
    "max_neighbors": 32,
    "sync_threshold": 100,
}

_OPENING = Lock()


class VectorIndex:
    """One Chroma collection per embedding model, in a folder of its own."""

    def __init__(self, folder: Path, model: str, flush_share: int = FLUSH_SHARE) -> None:
        """Use the vectors of `model` in `folder`; nothing is opened yet."""
        self._flush_share = flush_share
        self._path = folder / FOLDER
        self.model = model
        self._client: Any = None
        self._system: Any = None
        self._collection: Any = None
        self._changing = Condition()
        self._users = 0

    def upsert(
        self, vectors: Mapping[str, Vectors], about: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Add or replace vectors by id, with the metadata to filter on."""
        ids = list(vectors)
        if self._outgrown():
            self.reopen()  # only then does Chroma follow its new setting
        with self._using() as collection:
            for first in range(0, len(ids), PART):
                part = ids[first : first + PART]
                collection.upsert(
                    ids=part,
                    embeddings=np.stack([vectors[i] for i in part]),
                    metadatas=[dict(about[i]) for i in part],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors by id; unknown ids are no error."""
        with self._using() as collection:
            for first in range(0, len(ids), PAGE):
                collection.delete(ids=list(ids[first : first + PAGE]))

    def query(
        self, vector: Vectors, k: int, sources: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Return up to `k` ids (of some sources only, if named) with their cosine, best first."""
        with self._using() as collection:
            found = collection.query(
                query_embeddings=np.asarray(vector, np.float32).reshape(1, -1),
                n_results=k,
                where={"source": {"$in": list(sources)}} if sources else None,
                include=["distances"],
            )
        ids, distances = found["ids"][0], found["distances"][0]
        return [(i, 1.0 - float(d)) for i, d in zip(ids, distances, strict=True)]

    def warm(self) -> None:
        """Open the files now, if there are any, so that the first search does not wait for it."""
        if self.exists():
            self.count()

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._using() as collection:
            return int(collection.count())

    def ids(self) -> set[str]:
        """Return every id."""
        found: set[str] = set()
        with self._using() as collection:
            for offset in range(0, int(collection.count()), PAGE):
                found.update(collection.get(limit=PAGE, offset=offset, include=[])["ids"])
        return found

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return self._path.is_dir()

    def clear(self) -> None:
        """Drop all vectors, and files that may be damaged with them."""
        self.reopen()
        with _explained(self._path):
            if self._path.exists():
                shutil.rmtree(self._path)

    def keep_only_this(self) -> None:
        """Drop the vectors of other models."""
        with self._using(), _explained(self._path):
            for collection in self._client.list_collections():
                if collection.name != _collection_name(self.model):
                    self._client.delete_collection(collection.name)

    def reopen(self) -> None:
        """Read the files again, because another process wrote them; waits for calls under way.

        Without it `query` goes on returning ids that the other process has deleted.
        """
        with self._changing:
            self._changing.wait_for(lambda: self._users == 0)
            self._close()

    def close(self) -> None:
        """Let go of the files."""
        self.reopen()

    def _close(self) -> None:
        if self._system is not None:
            self._system.stop()
        self._system = self._client = self._collection = None

    @contextmanager
    def _using(self) -> Iterator[Any]:
        with self._changing:
            if self._collection is None:
                self._open()
            self._users += 1
        try:
            with _explained(self._path):
                yield self._collection
        finally:
            with self._changing:
                self._users -= 1
                self._changing.notify_all()

    def _outgrown(self) -> bool:
        """Have the graph written more rarely once it has grown; whether that was needed."""
        with self._using() as collection:
            wanted = int(collection.count()) // self._flush_share
            if wanted < 2 * collection.configuration_json["hnsw"]["sync_threshold"]:
                return False
            with warnings.catch_warnings():  # of a collection without an embedding function
                warnings.simplefilter("ignore", DeprecationWarning)
                collection.modify(configuration={"hnsw": {"sync_threshold": wanted}})
        return True

    def _open(self) -> None:
        """Open the files with a state of our own.

        Chroma's clients of one folder share their state within a process: closing one of two
        would read nothing anew, so the shared one is forgotten before and is never ours.
        """
        import chromadb  # noqa: PLC0415
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
        from chromadb.config import Settings  # noqa: PLC0415

        with _explained(self._path), _OPENING:
            self._path.mkdir(parents=True, exist_ok=True)
            SharedSystemClient.clear_system_cache()
            self._client = chromadb.PersistentClient(
                self._path, settings=Settings(anonymized_telemetry=False)
            )
            self._system = self._client._system  # noqa: SLF001
            SharedSystemClient.clear_system_cache()
            self._collection = self._make()

    def _make(self) -> Any:
        return self._client.get_or_create_collection(
            _collection_name(self.model), embedding_function=None, configuration={"hnsw": HNSW}
        )


def _collection_name(model: str) -> str:
    """Chroma allows 3 to 512 letters, digits, dots and dashes: no `@` or `:`."""
    return "advisor-" + hashlib.sha256(model.encode()).hexdigest()[:16]


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    from chromadb.errors import ChromaError  # noqa: PLC0415

    try:
        yield
    except ChromaError as error:
        raise StorageError(str(path), str(error)) from error
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error
