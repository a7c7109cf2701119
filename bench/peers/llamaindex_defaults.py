"""LlamaIndex's defaults: 1,024 tokens with 20 of overlap, a vector index in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from pydantic import PrivateAttr

from bench.peers.system import Encoder, Job, Passage


class _Embedding(BaseEmbedding):
    _encoder: Encoder = PrivateAttr(default_factory=Encoder)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._encoder.passages([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._encoder.passages(texts)

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._encoder.query(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._encoder.query(query)


class LlamaIndex:
    """The default is 2 passages; here as many as the metrics need.

    The file's path is metadata and so part of what is embedded, as its folder reader has it.
    """

    def index(self, job: Job, folder: Path) -> None:
        """Split, embed and write the index down."""
        named = bool(job.targets)
        documents = [
            Document(
                text=page.whole,
                metadata={"file_path": page.path},
                excluded_embed_metadata_keys=[] if named else ["file_path"],
            )
            for page in job.pages
        ]
        self._index = VectorStoreIndex.from_documents(
            documents,
            embed_model=_Embedding(),
            transformations=[SentenceSplitter(chunk_size=1024, chunk_overlap=20)],
        )
        self._index.storage_context.persist(str(folder))

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the nearest nodes."""
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [Passage(one.node.metadata["file_path"], one.node.get_content()) for one in found]
