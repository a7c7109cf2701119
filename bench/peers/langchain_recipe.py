"""LangChain's common recipe: 1,000 characters with 200 of overlap, Chroma, similarity search."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from bench.peers.system import Encoder, Job, Passage


class _Embeddings(Embeddings):
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._encoder.passages(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._encoder.query(text)


class LangChain:
    """The recipe has k = 4; here k is as deep as the metrics need."""

    def index(self, job: Job, folder: Path) -> None:
        """Split, embed and store."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        documents = [Document(page.whole, metadata={"source": page.path}) for page in job.pages]
        self._store = Chroma(
            embedding_function=_Embeddings(Encoder()), persist_directory=str(folder)
        )
        pieces = splitter.split_documents(documents)
        for first in range(0, len(pieces), 4000):  # Chroma takes 5,461 at once
            self._store.add_documents(pieces[first : first + 4000])

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the nearest pieces."""
        found = self._store.similarity_search(question, k=k)
        return [Passage(one.metadata["source"], one.page_content) for one in found]
