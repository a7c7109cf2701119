"""The chat with the real advisor over the built-in guide: answers, sources and broken models."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.advising import advise, advising, fill, wait_until_warm
from browser.reader import NARROW, WIDE, Open, Reader, Theme, readers
from llama_server import LlamaServer
from ollama_server import Faults, Model, OllamaServer
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

CHEAPER = "Which is cheaper, open-source or proprietary AI?"
PRIVATE = "Which is more private, an open model or a proprietary API?"
SKILLS = "Which skills does running an open model take?"
PATIENCE = 30  # seconds; a loaded machine embeds a question slowly
COMPOSED = "This answer was composed from the library instead."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    return fill(tmp_path_factory.mktemp("library") / "home")


@pytest.fixture(scope="module")
def alone(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, library: Path
) -> Iterator[str]:
    """The address of a chat without a model."""
    with advising(library, tmp_path_factory.mktemp("alone"), model="none") as chat:
        yield chat.url


@pytest.fixture
def enter(browser: Browser, alone: str) -> Iterator[Open]:
    with readers(browser, alone) as entering:
        yield entering


@pytest.fixture(scope="module")
def ollama(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, library: Path
) -> Iterator[tuple[OllamaServer, str]]:
    """A model server that writes from the passages it is given, and a chat that uses it."""
    folder = tmp_path_factory.mktemp("ollama")
    with OllamaServer([Model("advisor-small")]) as server:
        settings = {
            "model": "ollama:advisor-small",
            "ollama_url": server.url,
            "next_token_seconds": 2,
            "queue": 1,
        }
        with advising(library, folder, **settings) as chat:
            yield server, chat.url


@pytest.fixture
def model(ollama: tuple[OllamaServer, str]) -> Iterator[OllamaServer]:
    """The model server, up and without faults; what it held back is released at the end."""
    server, _ = ollama
    if server.listener is None:
        server.start()
    yield server
    server.faults.released.set()
    server.faults = Faults()
    server.wait_until(lambda: not server.running, PATIENCE)


@pytest.fixture
def ask_model(
    browser: Browser, ollama: tuple[OllamaServer, str], model: OllamaServer
) -> Iterator[Open]:
    with readers(browser, ollama[1]) as entering:
        wait_until_warm(entering())
        yield entering


def test_from_a_starter_to_its_passages_to_the_next_questions(enter: Open) -> None:
    reader = enter()
    expect(reader.page.get_by_text("answers are composed from the library")).to_be_visible()
    reader.start("Cost", "Which is cheaper?")
    assert reader.chips.count() > 1
    for chip in reader.chips.all():
        if sentence := reader.cited(chip):
            chip.click()
            expect(reader.panel.locator("mark")).to_contain_text(sentence)
            expect(reader.panel.locator("mark")).to_be_in_viewport()
    expect(reader.panel).to_contain_text("Article")
    expect(reader.panel.locator(".advisor-passage")).not_to_contain_text("##")
    reader.close_panel()
    reader.page.locator(".advisor-next button").last.click()
    expect(reader.footers).to_have_count(2)
    expect(reader.said.locator("a[title]").first).to_be_visible()
    reader.ask("And what about privacy?")
    expect(reader.said.locator("a[title]").first).to_be_visible()


def test_what_the_library_does_not_cover_is_declined(enter: Open) -> None:
    reader = enter()
    reader.ask("How do I bake bread?")
    expect(reader.said).to_contain_text("My library has nothing on that.")
    expect(reader.chips).to_have_count(0)
    expect(reader.found).to_have_count(0)
    expect(reader.said.get_by_role("button").first).to_be_visible()


@pytest.mark.parametrize("question", ["...", "x" * 100_001], ids=["empty", "endless"])
def test_what_is_no_question_is_told_and_the_next_one_answered(enter: Open, question: str) -> None:
    reader = enter()
    reader.send(question)
    expect(reader.said).to_contain_text("Ask one question in a sentence or two.")
    reader.ask(CHEAPER)
    expect(reader.chips.first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_real_screens_fit(
    enter: Open, screenshots: Path, theme: Theme, size: tuple[int, int]
) -> None:
    reader = enter(size, theme)
    reader.picture(screenshots, "real-1-empty")
    reader.ask(PRIVATE)
    reader.picture(screenshots, "real-2-answer")
    reader.chips.first.click()
    expect(reader.panel.locator("mark")).to_be_in_viewport()
    reader.picture(screenshots, "real-3-panel")
    if size == NARROW:
        reader.page.keyboard.press("Escape")
    expect(reader.said.locator("[data-side='open']")).to_have_text("Open")
    other = enter(size, theme)
    other.ask("How do I bake bread?")
    expect(other.said).to_contain_text("My library has nothing on that.")
    other.picture(screenshots, "real-4-declined")


def test_passages_can_be_read_before_a_model_writes(ask_model: Open, model: OllamaServer) -> None:
    model.faults = Faults(hangs_before_first=True)
    reader = ask_model()
    reader.send(CHEAPER)
    expect(reader.found.first).to_be_visible()
    expect(reader.status).to_contain_text(re.compile(r"Reading \d passages"))
    model.wait_until(lambda: model.running, PATIENCE)
    assert model.generations[-1].tokens == 0
    reader.found.first.click()
    expect(reader.panel.locator("mark")).to_be_in_viewport()
    model.faults.released.set()
    expect(reader.footers).to_contain_text("ollama:advisor-small")
    expect(reader.chips.first).to_be_visible()
    expect(reader.panel).to_be_visible()  # what someone reads stays open


@pytest.mark.parametrize(
    ("fault", "happened", "next_step"),
    [
        (
            Faults(server_dies_after=5, once=True),
            "stopped before its answer was complete",
            "Ask again",
        ),
        (
            Faults(runner_dies_after=5, once=True),
            "stopped before its answer was complete",
            "Ask again",
        ),
        (
            Faults(hangs_after=5, once=True),
            "stopped writing within 2 seconds",
            "ADVISOR_NEXT_TOKEN_SECONDS",
        ),
    ],
    ids=["server killed", "runner killed", "hung"],
)
def test_a_model_that_breaks_off_leaves_an_answer_from_the_library(
    ask_model: Open,
    model: OllamaServer,
    fault: Faults,
    happened: str,
    next_step: str,
) -> None:
    model.faults = fault
    reader = ask_model()
    reader.ask(CHEAPER)
    _told(reader, happened, next_step)
    if model.listener is None:
        model.start()
    reader.ask(SKILLS)
    expect(reader.footers.last).to_contain_text("ollama:advisor-small")


def test_a_server_that_is_gone_leaves_an_answer_from_the_library(
    ask_model: Open, model: OllamaServer
) -> None:
    reader = ask_model()
    model.kill()
    reader.ask(CHEAPER)
    _told(reader, "No model server answers", "ollama serve")


def test_stop_stops_the_model(ask_model: Open, model: OllamaServer) -> None:
    model.faults = Faults(hangs_before_first=True)
    reader = ask_model()
    reader.send(CHEAPER)
    model.wait_until(lambda: model.running, PATIENCE)
    expect(reader.found.first).to_be_visible()
    before = len(model.cancelled)
    reader.stop()
    model.wait_until(lambda: len(model.cancelled) > before, PATIENCE)
    assert model.generations[-1].cancelled
    expect(reader.said).to_contain_text("Stopped before an answer was written.")
    expect(reader.found.first).to_be_visible()
    expect(reader.status).to_have_count(0)
    model.faults = Faults()
    reader.ask(SKILLS)
    expect(reader.footers.last).to_contain_text("ollama:advisor-small")


def test_askers_wait_for_the_model_and_past_the_queue_get_an_extract(
    ask_model: Open, model: OllamaServer
) -> None:
    model.faults = Faults(hangs_before_first=True)
    first, second, third = ask_model(), ask_model(), ask_model()
    first.send(CHEAPER)
    model.wait_until(lambda: model.running, PATIENCE)
    second.send(PRIVATE)
    expect(second.status).to_contain_text("Waiting for the model behind 1 other")
    expect(second.found.first).to_be_visible()
    third.ask(SKILLS)
    _told(third, "ollama:advisor-small is busy", "Try again in a minute")
    model.faults.released.set()
    for reader in (first, second):
        expect(reader.footers).to_contain_text("ollama:advisor-small")
    assert model.most_at_once == 1


@pytest.mark.model
def test_a_real_model_writes_and_when_it_is_killed_the_library_answers(
    tmp_path: Path, browser: Browser, library: Path
) -> None:
    settings = {"model": "openai:smollm2", "passages": 1, "max_answer_tokens": 600}
    with (
        LlamaServer() as llama,
        advising(library, tmp_path, model_url=llama.url, **settings) as chat,
        readers(browser, chat.url) as entering,
    ):
        reader = entering()
        wait_until_warm(reader)
        reader.send(PRIVATE)
        expect(reader.found).to_have_count(1)
        expect(reader.status).to_contain_text("Writing", timeout=180_000)
        llama.kill()
        expect(reader.footers).to_have_count(1)
        _told(reader, "openai:smollm2 stopped before its answer was complete", "Ask again")


def _told(reader: Reader, happened: str, next_step: str) -> None:
    """The answer is an extract with its sources, and says what happened and what to do."""
    expect(reader.footers.last).to_contain_text("Extract mode")
    expect(reader.said).to_contain_text(happened)
    expect(reader.said).to_contain_text(next_step)
    expect(reader.said).to_contain_text(COMPOSED)
    reader.said.locator("a[title]").first.click()
    expect(reader.panel.locator("mark")).to_contain_text(
        reader.cited(reader.said.locator("a[title]").first)
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_conversation_ends_in_a_recommendation_charts_and_a_brief(
    enter: Open, screenshots: Path, tmp_path: Path, theme: Theme
) -> None:
    reader = enter(WIDE, theme)
    page = reader.page
    reader.ask("We are a hospital with 2 million calls a day and no ML team. Which is cheaper?")
    page.get_by_role("button", name="Add to the brief").last.click()
    expect(page.get_by_text("Kept for the brief (1 answer)")).to_be_visible()
    reader.send("Start the interview")
    page.get_by_role("button", name="That is right").click()
    expect(page.get_by_text("Your answers (3)")).to_be_visible()
    page.get_by_role("button", name="No, none of it may leave").click()
    expect(page.get_by_text("Your answers (4)")).to_be_visible()
    page.get_by_role("button", name="Recommend now").click()
    expect(reader.said).to_contain_text("Recommendation: an open model.")
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    reader.picture(screenshots, "decision-1-recommendation")
    reader.send("What would 2 million calls a day cost on Llama 70B against GPT-4o?")
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    page.locator(".js-plotly-plot").nth(2).scroll_into_view_if_needed()
    reader.picture(screenshots, "decision-2-costs")
    reader.send("Make the brief for Example Clinic")
    expect(reader.said).to_contain_text("The brief is ready")
    with page.expect_download() as downloading:
        page.get_by_text(re.compile(r"^brief-example-clinic-.*\.docx$")).click()
    downloading.value.save_as(tmp_path / "brief.docx")
    assert (tmp_path / "brief.docx").read_bytes().startswith(b"PK")
    reader.picture(screenshots, "decision-3-brief")
    assert reader.elsewhere() == []


def test_a_clients_papers_are_searched_in_its_conversation_only(
    browser: Browser, library: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "zebra.md"
    paper.write_text("# Policy\n\nThe clinic keeps the zebra protocol in building seven, always.\n")
    home = Path(shutil.copytree(library, tmp_path / "filled"))
    advise(home, "client", "new", "Example Clinic")
    advise(home, "client", "sync", "Example Clinic", str(paper))
    with advising(home, tmp_path, model="none") as chat, readers(browser, chat.url) as entering:
        reader = entering()
        reader.ask("Where is the zebra protocol kept?")
        expect(reader.said).to_contain_text("My library has nothing on that.")
        turn_to(reader, "Example Clinic")
        reader.ask("Where is the zebra protocol kept?")
        expect(reader.said).to_contain_text("building seven")
        reader.chips.first.click()
        expect(reader.panel.locator("mark")).to_contain_text("zebra protocol")


def test_an_interview_ends_with_its_recommendation_and_stays_with_its_client(
    browser: Browser, library: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(library, tmp_path / "filled"))
    advise(home, "client", "new", "Example Clinic")
    with advising(home, tmp_path, model="none") as chat, readers(browser, chat.url) as entering:
        page, kept = (reader := entering()).page, chat.home / "interviews"
        reader.send("Start the interview")
        page.locator(".advisor-options button").first.click()
        expect(page.get_by_text("2 of 14")).to_be_visible()
        assert len(list(kept.iterdir())) == 1
        page.get_by_role("button", name="Recommend now").click()
        expect(page.locator(".js-plotly-plot")).to_have_count(1)
        assert list(kept.iterdir()) == []
        turn_to(reader, "Example Clinic")
        expect(page.get_by_text("Your answers")).to_have_count(0)
        reader.send("Start the interview")
        expect(page.get_by_text("1 of 14")).to_be_visible()
        page.locator(".advisor-options button").last.click()
        expect(page.get_by_text("2 of 14")).to_be_visible()
        assert list(kept.iterdir()) == []


def turn_to(reader: Reader, client: str) -> None:
    """Choose a client in the settings."""
    reader.page.locator("#chat-settings-open-modal").click()
    reader.page.locator("#client").click()
    reader.page.get_by_role("option", name=client).click()
    reader.page.get_by_role("button", name="Confirm").click()
