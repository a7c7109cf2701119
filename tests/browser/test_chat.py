"""The chat as a reader sees it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.reader import NARROW, WIDE, Open, Theme, readers
from playwright.sync_api import Browser, expect
from web.pages import HIGH_VOLUME, PAY_PER_USE, STAYS
from web.scripted import BREAK, CHEAPER, COMPARE, HANG
from web.serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def enter(browser: Browser, chat: Served) -> Iterator[Open]:
    with readers(browser, chat.url) as entering:
        yield entering


def test_from_a_starter_to_a_passage_to_the_next_question(enter: Open) -> None:
    reader = enter()
    expect(reader.page.get_by_role("heading", name="Open or Proprietary Advisor")).to_be_visible()
    expect(reader.page.get_by_text("answers are composed from the library")).to_be_visible()
    reader.start("Cost", "Cheaper to run it ourselves?")
    expect(reader.page.get_by_text("A hosted API is usually the cheaper choice")).to_be_visible()
    expect(reader.panel).to_have_count(0)  # it opens by a click only
    reader.chips.first.click()
    expect(reader.panel.locator("mark")).to_have_text(PAY_PER_USE)
    expect(reader.panel.locator("mark")).to_be_in_viewport()
    expect(reader.panel).to_contain_text("Article")
    expect(reader.panel).to_contain_text("2026-03-30")
    reader.page.get_by_role("button", name=COMPARE).click()
    expect(reader.page.get_by_text("Neither wins on all three")).to_be_visible()


def test_a_chip_of_an_older_answer_opens_its_own_passage(enter: Open) -> None:
    reader = enter()
    reader.ask(CHEAPER)
    reader.ask(COMPARE)
    older = reader.chips.first
    newer = reader.page.locator(".message-content", has_text="Neither wins").locator("a[title]")
    expect(older).to_have_text("S1")
    expect(newer.first).to_have_text("S1")
    newer.first.click()
    expect(reader.panel.locator("mark")).to_have_text(STAYS)
    older.click()
    expect(reader.panel.locator("mark")).to_have_text(PAY_PER_USE)


def test_a_chip_works_by_keyboard_and_names_its_source(enter: Open) -> None:
    reader = enter()
    reader.ask(CHEAPER)
    chip = reader.chips.nth(2)
    expect(chip).to_have_attribute("title", re.compile("how to choose · Article, 2026-03-30"))
    reader.chips.nth(1).focus()
    reader.page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    reader.page.keyboard.press("Enter")
    expect(reader.panel.locator("mark")).to_have_text(HIGH_VOLUME)


def test_text_from_sources_is_data(enter: Open) -> None:
    reader = enter()
    reader.ask(COMPARE)
    sources = reader.found
    sources.nth(0).click()
    expect(reader.panel.locator(".advisor-passage")).to_contain_text("<script>alert('never')")
    page = reader.panel.get_by_role("link", name="Open page")
    expect(page).to_have_attribute("href", "https://northwind.example/terms (archived)")
    expect(page).to_have_attribute("rel", "noopener noreferrer")
    expect(page).to_have_attribute("target", "_blank")
    expect(reader.panel.locator(".advisor-stale")).to_contain_text("months old")
    sources.nth(1).click()
    expect(reader.panel).to_contain_text("A page with a bad address")
    expect(reader.panel.get_by_role("link")).to_have_count(0)
    expect(reader.page.get_by_text("ollama:llama3.2")).to_be_visible()


def test_a_quote_can_be_copied(enter: Open) -> None:
    reader = enter()
    reader.ask(CHEAPER)
    reader.chips.first.click()
    reader.panel.get_by_role("button", name="Copy quote").click()
    expect(reader.panel.get_by_role("button", name="Copied")).to_be_visible()
    assert reader.page.evaluate("navigator.clipboard.readText()") == PAY_PER_USE


def test_passages_can_be_read_while_the_model_works_and_stop_ends_it(enter: Open) -> None:
    reader = enter()
    reader.send(HANG)
    expect(reader.page.get_by_text("A thought that never ends")).to_be_visible()
    expect(reader.page.get_by_text("Reading 3 passages")).to_be_visible()
    expect(reader.status).to_contain_text(re.compile(r"· \d+ s"))
    reader.found.nth(1).click()
    expect(reader.panel).to_contain_text("Northwind AI")
    reader.stop()
    expect(reader.page.get_by_text("What stands above was not checked.")).to_be_visible()
    expect(reader.page.get_by_text("manually stopped")).to_have_count(0)
    expect(reader.panel).to_contain_text("Northwind AI")
    expect(reader.status).to_have_count(0)


def test_the_conversation_is_announced_politely_and_when_complete(enter: Open) -> None:
    reader = enter()
    reader.send(HANG)
    log = reader.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-busy", "true")
    reader.stop()
    expect(log).to_have_attribute("aria-busy", "false")


def test_every_button_has_a_name(enter: Open) -> None:
    reader = enter()
    reader.ask(CHEAPER)
    reader.chips.first.click()
    expect(reader.panel).to_be_visible()
    nameless = """[...document.querySelectorAll('button')].filter(
        (b) => !(b.getAttribute('aria-label') || b.textContent.trim())).map((b) => b.outerHTML)"""
    assert reader.page.evaluate(nameless) == []
    reader.close_panel()


def test_the_browser_refuses_every_other_host(enter: Open) -> None:
    reader = enter()
    tried = "fetch('https://other.example/').then(() => 'reached', () => 'refused')"
    assert reader.page.evaluate(tried) == "refused"
    assert reader.elsewhere()
    reader.requests.clear()
    reader.complaints.clear()
    reader.page.evaluate("window.refused = []")


def test_the_welcome_leads_to_the_library(enter: Open) -> None:
    reader = enter()
    with reader.page.expect_popup() as opened:
        reader.page.get_by_role("link", name="What is in the library").click()
    expect(opened.value.get_by_role("cell", name="Northwind <b>AI</b> & Co")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_screen_fits(
    enter: Open, screenshots: Path, theme: Theme, size: tuple[int, int]
) -> None:
    reader = enter(size, theme)

    expect(reader.page.locator("#starters button")).to_have_count(4)
    reader.picture(screenshots, "1-empty")
    reader.ask(COMPARE)
    reader.picture(screenshots, "2-answer")
    reader.chips.first.click()
    expect(reader.panel.locator("mark")).to_be_in_viewport()
    reader.picture(screenshots, "3-panel")
    if size == NARROW:
        reader.page.keyboard.press("Escape")
    reader.send(BREAK)
    expect(reader.page.get_by_text("Start the server")).to_be_visible()
    reader.picture(screenshots, "4-error")
    reader.send(HANG)
    expect(reader.page.get_by_text("A thought that never ends")).to_be_visible()
    expect(reader.found.first).to_be_visible()
    reader.stop()
    expect(reader.page.get_by_text("was not checked")).to_be_visible()
    reader.picture(screenshots, "5-stopped")
    table = reader.page.locator(".message-content table").first
    assert table.evaluate("e => e.parentElement.clientWidth") <= size[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_interview_survives_a_reload_and_ends_in_a_chart(
    enter: Open, screenshots: Path, theme: Theme, size: tuple[int, int]
) -> None:
    reader = enter(size, theme)
    reader.send("Start the interview")
    options = reader.page.locator(".advisor-options button")
    expect(options.first).to_be_visible()
    reader.picture(screenshots, "interview-1-question")
    options.first.click()
    expect(reader.page.get_by_text("2 of 14")).to_be_visible()
    reader.page.reload()
    expect(reader.page.get_by_text("2 of 14")).to_be_visible()
    reader.page.get_by_role("button", name="Recommend now").click()
    expect(reader.said).to_contain_text("Decided from use-case prototype.")
    expect(reader.page.locator(".js-plotly-plot")).to_be_visible()
    reader.page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    reader.picture(screenshots, "interview-2-chart")
    assert reader.elsewhere() == []
