"""A client's papers: found in its own conversation, by nobody else, and by nobody once deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from advising import answer_in
from fakes import WordEmbedder
from shelving import VENDOR, filing, fill

from advisor.backends.embedder import MiniLM
from advisor.backends.shelf import LocalShelf
from advisor.backends.store_file import open_to_write
from advisor.errors import ClientEmbedderError, UnknownClientError
from advisor.records import Answer
from advisor.settings import Settings
from advisor.wiring import Advisor
from advisor.workspaces import MOST_OPEN, Workspaces, workspaces

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
POLICY = """# Northwind data policy

## Patient records

Patient records must stay in the hospital's own data centre in Graz.

## Budget

The board approved 240,000 euros for the assistant in the coming year.
"""
PLAN = "# Contoso plan\n\nThe Contoso assistant starts on the first of May in Oslo.\n"
PAPERS = {"Northwind": ("policy-of-northwind.md", POLICY), "Contoso": ("plan.md", PLAN)}
PAPER = "client-policy-of-northwind-md"
BUDGET = "What budget did the board approve?"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, real_embedder: MiniLM) -> Path:
    """A home of two clients with a paper each beside the built-in library."""
    folder = tmp_path_factory.mktemp("clients")
    advisor = Advisor(Settings(home=folder / "home", model="none"), real_embedder)
    list(advisor.sync(()))
    spaces = workspaces(advisor)
    for name, (file, text) in PAPERS.items():
        paper = folder / file
        paper.write_text(text)
        list(spaces.sync(spaces.files.create(name, NOW).id, [str(paper)]))
    spaces.close()
    advisor.close()
    return folder


@pytest.fixture
def spaces(filled: Path, tmp_path: Path, real_embedder: MiniLM) -> Iterator[Workspaces]:
    """The two clients, in a copy that a test may break."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    made = workspaces(Advisor(Settings(home=tmp_path / "home", model="none"), real_embedder))
    yield made
    made.close()
    made.advisor.close()


async def asked(spaces: Workspaces, question: str, client: str = "") -> Answer:
    """Ask for a client, or for nobody."""
    asking = spaces.ask(client, question) if client else spaces.advisor.ask(question)
    return answer_in([event async for event in asking])


def seen(answer: Answer) -> set[str]:
    """Every source that an answer cites or found."""
    cited = {one.chunk.source for one in answer.sources}
    return cited | {one.chunk.source for one in answer.hits}


async def test_a_paper_answers_in_its_clients_conversation_only(spaces: Workspaces) -> None:
    answer = await asked(spaces, BUDGET, "northwind")
    assert "240,000 euros" in answer.text
    assert {one.chunk.source for one in answer.sources} == {PAPER}
    for client in ("Contoso", ""):
        elsewhere = await asked(spaces, BUDGET, client)
        assert not elsewhere.grounded
        assert "240,000" not in elsewhere.text
        assert PAPER not in seen(elsewhere)
    assert PAPER not in {hit.chunk.source for hit in spaces.advisor.search(BUDGET, (), 20)}


async def test_the_library_is_as_it_was(spaces: Workspaces, tmp_path: Path) -> None:
    library = spaces.advisor.library
    before = library.store.generation(), [one.id for one in library.sources()]
    list(spaces.sync(spaces.files.find("Northwind"), [str(tmp_path / "plan.md")]))
    assert (library.store.generation(), [one.id for one in library.sources()]) == before


async def test_pages_of_one_name_in_both_libraries_stay_two(
    spaces: Workspaces, tmp_path: Path
) -> None:
    list(spaces.advisor.sync([str(tmp_path / "plan.md")]))
    (tmp_path / "plan.md").write_text("# Plan\n\nThe tulips arrive in week seven, by barge.\n")
    client = spaces.files.find("Northwind")
    list(spaces.sync(client, [str(tmp_path / "plan.md")]))
    for question, said in (("When do the tulips arrive?", "week seven"),
                           ("When does the Contoso assistant start?", "first of May")):  # fmt: skip
        answer = await asked(spaces, question, "Northwind")
        assert said in answer.text
        cited = answer.sources[0]
        page = spaces.document(client, cited.chunk.document)
        assert page is not None
        assert page.text[cited.start : cited.end] == cited.quote


async def test_nothing_of_a_deleted_client_is_ever_found(
    spaces: Workspaces, tmp_path: Path, real_embedder: MiniLM
) -> None:
    other = workspaces(Advisor(spaces.advisor.settings, real_embedder))  # as another process is
    assert (await asked(other, BUDGET, "Northwind")).grounded
    spaces.delete(spaces.files.find("Northwind"))
    for one in (spaces, other):
        for client in ("Contoso", ""):
            answer = await asked(one, BUDGET, client)
            assert not answer.grounded
            assert PAPER not in seen(answer)
        with pytest.raises(UnknownClientError):
            await asked(one, BUDGET, "Northwind")
    for file in (tmp_path / "home").rglob("*"):
        assert not file.is_file() or b"240,000 euros" not in file.read_bytes(), file
    spaces.files.create("Northwind", NOW)
    for one in (spaces, other):
        assert not (await asked(one, BUDGET, "Northwind")).grounded
    other.close()
    other.advisor.close()


@pytest.mark.parametrize(
    "question",
    [
        "Is an open model cheaper at high volume?",
        "Which is safer for private data?",
        "May patient records be sent to OpenAI?",
    ],
)
async def test_papers_on_something_else_change_no_answer(spaces: Workspaces, question: str) -> None:
    alone = await asked(spaces, question)
    assert alone.grounded
    assert (await asked(spaces, question, "Contoso")).text == alone.text


async def test_papers_of_another_embedder_are_told_and_mended(spaces: Workspaces) -> None:
    client = spaces.files.find("Northwind")
    with closing(open_to_write(spaces.files.papers(client) / "library.db")) as file:
        file.execute("UPDATE meta SET value = 'other@1' WHERE key = 'embedder'")
    with pytest.raises(ClientEmbedderError, match="'Northwind' were embedded with 'other@1'"):
        await asked(spaces, BUDGET, "Northwind")
    list(spaces.sync(client, (), rebuild=True))
    assert (await asked(spaces, BUDGET, "Northwind")).grounded


def test_of_many_clients_each_has_its_own_papers(spaces: Workspaces) -> None:
    names = [f"Client {number}" for number in range(MOST_OPEN + 2)]
    source = replace(VENDOR, id="client-plan")
    embedder = WordEmbedder(spaces.advisor.embedder.name, spaces.advisor.embedder.dimensions)
    for name in names:
        folder = spaces.files.papers(spaces.files.create(name, NOW).id)
        page = filing(name.replace(" ", "-"), f"The plan of {name}.", source=source)
        fill(LocalShelf(folder, embedder.name), embedder, page)
    for _ in range(2):
        held = [[one.path for one in spaces.papers(name)] for name in names]
        assert held == [[name.replace(" ", "-")] for name in names]
    assert len(spaces.opened) == MOST_OPEN


async def test_papers_hide_nothing_that_the_library_says(spaces: Workspaces) -> None:
    assert (await asked(spaces, "May patient records be sent to OpenAI?", "Northwind")).grounded


async def test_a_paper_answers_nothing_about_a_vendor_it_does_not_name(spaces: Workspaces) -> None:
    answer = await asked(spaces, "What budget did the board of OpenAI approve?", "Northwind")
    assert "240,000" not in answer.text


async def test_a_paper_that_says_it_goes_before_the_library(spaces: Workspaces) -> None:
    question = "Where must our patient records stay?"
    alone = await asked(spaces, question)
    assert alone.grounded
    answer = await asked(spaces, question, "Northwind")
    assert "Graz" in answer.text.splitlines()[0]
    assert seen(alone) & seen(answer)  # what the library says is not lost
