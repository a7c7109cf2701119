"""A model that a setting names: where it lies on this machine, and what tells it apart."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import NamedModelError

# What decides a model's vectors: weights, tokenizer, pooling, prompts.
_DECIDE = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})
_ELSEWHERE = frozenset({"onnx", "openvino"})  # the same weights for other programs
_SAMPLES, _BLOCK = 256, 4096  # of a larger file: a megabyte, spread from its first to last byte


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A folder, or the name a model was downloaded under before; nothing is ever downloaded."""

    setting: str
    named: str

    def folder(self) -> Path:
        """Find the folder of the model's files."""
        folder = Path(self.named).expanduser()
        folder = folder.resolve() if folder.is_dir() else self._downloaded()
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            raise self.unfit("holds no model")
        return folder

    def name(self, *more: str) -> str:
        """Return the model's name and twelve digits that change with its files, and with `more`.

        Files that decide no score or vector do not count. Weights are sampled, since every command
        asks: milliseconds, however large they are.
        """
        folder = self.folder()
        digest = hashlib.sha256("\0".join(more).encode())
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.suffix in _DECIDE and path.is_file() and not _ELSEWHERE & set(inside.parts):
                digest.update(f"\0{inside.as_posix()}\0".encode() + self._sample(path))
        known = self.named if folder.parent.name == "snapshots" else folder.name
        return f"{known}@{digest.hexdigest()[:12]}"

    def unfit(self, reason: str) -> NamedModelError:
        """Return the error that says why the model cannot be used."""
        return NamedModelError(self.setting, self.named, reason)

    def _sample(self, path: Path) -> bytes:
        """Return the digest of a file's size and of evenly spread blocks of it."""
        try:
            with path.open("rb") as file:
                size = path.stat().st_size
                digest = hashlib.sha256(str(size).encode())
                for number in range(_SAMPLES):
                    file.seek(max(size - _BLOCK, 0) * number // (_SAMPLES - 1))
                    digest.update(file.read(_BLOCK))
        except OSError as error:
            raise self.unfit(f"cannot be read: {error.strerror}") from error
        return digest.digest()

    def _downloaded(self) -> Path:
        """Look the name up among downloaded models, a short one as sentence-transformers' own."""
        from huggingface_hub import snapshot_download  # noqa: PLC0415
        from huggingface_hub.errors import (  # noqa: PLC0415
            HFValidationError,
            LocalEntryNotFoundError,
        )

        cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
        for owner in ("",) if "/" in self.named else ("", "sentence-transformers/"):
            try:
                found = snapshot_download(
                    owner + self.named, cache_dir=cache, local_files_only=True
                )
            except (HFValidationError, LocalEntryNotFoundError):
                continue
            return Path(found)
        raise self.unfit("is not on this machine")
