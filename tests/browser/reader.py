"""Someone at the chat in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

WIDE, NARROW = (1280, 860), (360, 740)
# Chainlit's narrow side panel gives its title an id of its own, which its dialog library misses.
KNOWN = ("DialogContent",)
Theme = Literal["light", "dark"]
_WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.blockedURI));
"""
# What stands between a chip and the one before it.
_CITED = """chip => {
    let text = '';
    for (let at = chip.previousSibling; at && at.nodeName !== 'A'; at = at.previousSibling)
        text = at.textContent + text;
    return text.trim();
}"""


class Reader:
    """Someone at the chat; keeps what the page asked for and complained about."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        self.url = url
        self.name = name
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._keep)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # A page that loads slowly connects twice, and drops a question asked in between.
        page.goto(url, wait_until="networkidle")
        expect(self.box).to_be_visible()
        expect(page.locator("#starters button").first).to_be_visible()
        expect(page.locator("#chat-settings-open-modal")).to_be_visible()

    @property
    def box(self) -> Locator:
        return self.page.locator("#chat-input")

    @property
    def chips(self) -> Locator:
        return self.page.locator(".message-content a[title]")

    @property
    def panel(self) -> Locator:
        return self.page.locator(".advisor-panel")

    @property
    def footers(self) -> Locator:
        return self.page.locator(".advisor-footer")

    @property
    def status(self) -> Locator:
        return self.page.locator(".advisor-status")

    @property
    def found(self) -> Locator:
        return self.page.locator(".advisor-source")

    @property
    def said(self) -> Locator:
        """The newest answer, or what there is of it."""
        return self.page.locator("[data-step-type='assistant_message'] .message-content").last

    def ask(self, question: str) -> None:
        """Ask, and wait for the checked answer."""
        before = self.footers.count()
        self.send(question)
        expect(self.footers).to_have_count(before + 1)

    def send(self, question: str) -> None:
        asked = self.page.locator("[data-step-type='user_message']")
        before = asked.count()
        self.box.fill(question)
        expect(self.page.locator("#chat-submit")).to_be_enabled()  # connected, and not at work
        self.box.press("Enter")
        expect(asked).to_have_count(before + 1)

    def start(self, group: str, label: str) -> None:
        self.page.get_by_role("button", name=group, exact=True).click()
        self.page.get_by_role("button", name=label).click()
        expect(self.footers).to_have_count(1)

    def stop(self) -> None:
        self.page.locator("#stop-button").click()

    def close_panel(self) -> None:
        self.page.get_by_role("button", name="Close the source").click()
        expect(self.panel).to_have_count(0)

    def cited(self, chip: Locator) -> str:
        """The sentence before a chip; empty when another chip stands before it."""
        text: str = chip.evaluate(_CITED)
        return text.removeprefix("What would change this: ")

    def elsewhere(self) -> list[str]:
        """Requests to other hosts, made or refused."""
        own = (self.url, self.url.replace("http", "ws", 1), "data:", "blob:")
        refused: list[str] = self.page.evaluate("window.refused")
        return [url for url in self.requests if not url.startswith(own)] + refused

    def picture(self, folder: Path, name: str) -> None:
        """Keep a screenshot; nothing may stick out at the side."""
        self.page.wait_for_function("document.getAnimations().length === 0")
        self.page.screenshot(path=folder / f"{name}-{self.name}.png")
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        assert self.page.viewport_size is not None
        assert width <= self.page.viewport_size["width"], name

    def _keep(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.lstrip("`").startswith(KNOWN):
            self.complaints.append(message.text)


Open = Callable[..., Reader]


@contextmanager
def readers(browser: Browser, url: str) -> Iterator[Open]:
    """Open the chat anew; at the end, no page may have asked another host or complained."""
    entered: list[Reader] = []

    def enter(size: tuple[int, int] = WIDE, theme: Theme = "light") -> Reader:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.add_init_script(f"localStorage.setItem('vite-ui-theme', '{theme}');{_WATCH}")
        entered.append(Reader(context.new_page(), url, f"{theme}-{width}"))
        return entered[-1]

    yield enter
    for reader in entered:
        assert reader.elsewhere() == []
        assert reader.complaints == []
        reader.page.context.close()
