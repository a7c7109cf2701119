"""Rows of the truth as the records they stand for; the queries in `store.py` name the columns."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, cast

import numpy as np

from advisor.ports import Vectors
from advisor.records import Chunk, Document, Party, Source, Stance


def as_vector(blob: bytes) -> Vectors:
    """Read a vector as it is stored: little-endian float32."""
    return np.frombuffer(blob, dtype="<f4").astype(np.float32)


def as_chunk(row: tuple[Any, ...]) -> Chunk:
    """Read a chunk with what its document and its source say."""
    return Chunk(
        id=row[0],
        document=row[1],
        source=row[2],
        path=row[3],
        title=row[4],
        heading=tuple(json.loads(row[5])),
        start=row[6],
        end=row[7],
        text=row[8],
        party=cast("Party", row[9]),
        stance=cast("Stance", row[10]),
        as_of=date.fromisoformat(row[11]),
        url=row[12],
        vendor=row[13],
    )


def as_document(row: tuple[Any, ...]) -> Document:
    """Read a document."""
    return Document(
        id=row[0],
        source=row[1],
        path=row[2],
        title=row[3],
        url=row[4],
        licence=row[5],
        party=cast("Party", row[6]),
        stance=cast("Stance", row[7]),
        as_of=date.fromisoformat(row[8]),
        text=row[9],
    )


def as_source(row: tuple[Any, ...]) -> Source:
    """Read a source."""
    return Source(
        id=row[0],
        title=row[1],
        party=cast("Party", row[2]),
        stance=cast("Stance", row[3]),
        url=row[4],
        licence=row[5],
        as_of=date.fromisoformat(row[6]),
        vendor=row[7],
    )
