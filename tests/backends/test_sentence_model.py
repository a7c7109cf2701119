"""Embedders by folder or name: their own pipeline and prompts, no network, told when unfit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_models import save_encoder

from advisor.backends.embedder import MiniLM, packaged
from advisor.backends.sentence_model import SentenceModel
from advisor.backends.transformer import Prompts
from advisor.errors import NamedModelError

TEXTS = ["Open weights run on your own machines.", "", "A vendor bills by the token. " * 20]


def transformer(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def test_the_packaged_model_by_folder_gives_the_packaged_vectors(
    real_embedder: MiniLM, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(packaged(), tmp_path / "copy"))
    model = SentenceModel(str(folder))
    assert model.dimensions == 384
    for ours, theirs in zip(
        model.encode_queries(TEXTS), real_embedder.encode_queries(TEXTS), strict=True
    ):
        assert ours.vector @ theirs.vector == pytest.approx(1.0, abs=1e-5)
        assert (ours.tokens * theirs.tokens).sum(axis=1) == pytest.approx(1.0, abs=1e-5)
        assert ours.words == theirs.words
    for one, other in zip(
        model.encode_passages(TEXTS), real_embedder.encode_passages(TEXTS), strict=True
    ):
        assert one.vector @ other.vector == pytest.approx(1.0, abs=1e-3)
        assert one.signs.shape == other.signs.shape


@pytest.mark.parametrize("pooling", ["cls", "mean", "weightedmean", "lasttoken", "max"])
@pytest.mark.parametrize(("dense", "include_prompt"), [(0, True), (12, False)])
def test_vectors_are_those_of_the_models_own_pipeline(
    tmp_path: Path, pooling: str, dense: int, include_prompt: bool
) -> None:
    prompts = {"query": "query: ", "passage": "passage: "}
    folder = save_encoder(
        tmp_path, pooling=pooling, prompts=prompts, include_prompt=include_prompt, dense=dense
    )
    model, theirs = SentenceModel(str(folder)), transformer(folder)
    texts = TEXTS[::2]
    asked = theirs.encode(texts, prompt_name="query", normalize_embeddings=True)
    held = theirs.encode(texts, prompt_name="passage", normalize_embeddings=True)
    assert model.embed_queries(texts) == pytest.approx(asked, abs=1e-5)
    assert model.embed_passages(texts) == pytest.approx(held, abs=1e-5)
    passage, query = model.encode_passages(texts)[0], model.encode_queries(texts)[0]
    assert len(passage.signs) == len(query.words) == 8
    assert query.tokens.shape == (8, dense or 20)


def test_prompts_that_are_set_go_before_the_models_own(prompted_encoder: Path) -> None:
    folder = str(prompted_encoder)
    own, other = SentenceModel(folder), SentenceModel(folder, prompts=Prompts("ask: ", "read: "))
    theirs = transformer(prompted_encoder)
    asked, held = (
        theirs.encode(TEXTS[:1], prompt=prompt, normalize_embeddings=True)
        for prompt in ("ask: ", "read: ")
    )
    assert other.embed_queries(TEXTS[:1]) == pytest.approx(asked, abs=1e-5)
    assert other.embed_passages(TEXTS[:1]) == pytest.approx(held, abs=1e-5)
    assert own.embed_queries(TEXTS[:1]) != pytest.approx(asked, abs=1e-5)


def test_a_prompt_leaves_room_for_less_text_and_is_no_token_of_it(prompted_encoder: Path) -> None:
    model = SentenceModel(str(prompted_encoder))
    assert model.loaded().room == 254 - len(["passage", ":"])
    assert model.encode_queries(["Who pays?"])[0].words == ("Who", "pays", "?")
    (passage,) = model.encode_passages(["cost " * 20])
    assert passage.signs.shape == (20, 3)


def test_the_name_tells_other_weights_and_other_passage_prompts_apart(
    small_encoder: Path, prompted_encoder: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(small_encoder, tmp_path / small_encoder.name))
    name = SentenceModel(str(small_encoder)).name
    assert name.startswith("model@")
    assert SentenceModel(str(moved)).name == name
    assert SentenceModel(str(moved), prompts=Prompts(query="query: ")).name == name
    assert SentenceModel(str(moved), prompts=Prompts(passage="passage: ")).name != name
    assert SentenceModel(str(prompted_encoder)).name != name
    (moved / "README.md").write_text("About this model.", encoding="utf-8")
    assert SentenceModel(str(moved)).name == name
    with (moved / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\1")
    assert SentenceModel(str(moved)).name != name


def test_the_name_imports_no_torch(small_encoder: Path) -> None:
    code = """
import sys
from advisor.backends.sentence_model import SentenceModel
assert SentenceModel(sys.argv[1]).name.startswith("model@")
assert not {"torch", "sentence_transformers", "transformers"} & set(sys.modules)
"""
    command = [sys.executable, "-W", "error", "-c", code, str(small_encoder)]
    subprocess.run(command, check=True)


@pytest.mark.parametrize("name", ["no-such-model", "someone/no-such-model", "/no/such/folder", "?"])
def test_a_model_that_is_not_here_is_told_with_a_way_out(name: str) -> None:
    with pytest.raises(NamedModelError, match="which is not on this machine") as caught:
        _ = SentenceModel(name).name
    assert f"ADVISOR_EMBEDDER is {name!r}" in str(caught.value)
    assert "hf download" in caught.value.hint


def test_a_model_is_found_by_the_name_it_was_downloaded_under(
    small_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "models--someone--small"
    shutil.copytree(small_encoder, kept / "snapshots" / "abc")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc", encoding="utf-8")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    model = SentenceModel("someone/small")
    digest = SentenceModel(str(small_encoder)).name.partition("@")[2]
    assert model.name == f"someone/small@{digest}"
    assert model.embed_queries(["Hello"]).shape == (1, 20)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(NamedModelError, match="holds no model"):
        _ = SentenceModel(str(tmp_path)).name


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_damaged_model_is_told(small_encoder: Path, tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(small_encoder, tmp_path / "model"))
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NamedModelError, match="cannot be loaded"):
        SentenceModel(str(folder)).warm()


def test_a_model_that_reads_little_reads_a_passage_in_windows(tmp_path: Path) -> None:
    model = SentenceModel(str(save_encoder(tmp_path, tokens=32)))
    halves = ["open " * 30, "cost " * 30]
    first, second, both = model.encode_passages([*halves, "".join(halves)])
    mean = first.vector + second.vector
    assert both.vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert (both.signs == np.concatenate([first.signs, second.signs])).all()


def test_a_prompt_that_leaves_no_room_is_told(tmp_path: Path) -> None:
    model = SentenceModel(str(save_encoder(tmp_path, tokens=8)), prompts=Prompts("why " * 6))
    with pytest.raises(NamedModelError, match="no room for a text"):
        model.warm()


def test_loading_prints_nothing(prompted_encoder: Path) -> None:
    code = """
import sys
from advisor.backends.sentence_model import SentenceModel
SentenceModel(sys.argv[1]).embed_queries(["Hello"])
"""
    command = [sys.executable, "-c", code, str(prompted_encoder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_passages_keep_their_order_over_batches(small_encoder: Path) -> None:
    model = SentenceModel(str(small_encoder), threads=2)
    texts = [f"passage {n} " + "about models " * (n % 40) for n in range(80)]
    alone = np.concatenate([model.embed_passages([text]) for text in texts])
    assert model.embed_passages(texts) == pytest.approx(alone, abs=1e-5)
