"""Read the built-in knowledge as plain values, once per test run."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
HEADING = re.compile(r"^#{1,2} (\d+(?:\.\d+)?) (.+)$")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of material that lies beside a developer's checkout, if it is there."""
    return ROOT.parent / "shared"


@pytest.fixture(scope="session")
def guide_files() -> list[Path]:
    return sorted((KNOWLEDGE / "guide").glob("*.md"))


@pytest.fixture(scope="session")
def headings(guide_files: list[Path]) -> dict[str, str]:
    """Give each section's heading without its number, by section id."""
    matches = [HEADING.match(line) for path in guide_files for line in _lines(path)]
    return {match[1]: match[2] for match in matches if match}


@pytest.fixture(scope="session")
def bodies(guide_files: list[Path]) -> dict[str, str]:
    """Give each section's text below its heading, by section id."""
    found: dict[str, list[str]] = {}
    for path in guide_files:
        section = ""
        for line in _lines(path):
            if match := HEADING.match(line):
                section = match[1]
                assert section not in found, f"section {section} stands twice in the guide"
                found[section] = []
            else:
                found[section].append(line)
    return {section: "\n".join(lines) for section, lines in found.items()}


@pytest.fixture(scope="session")
def sections() -> dict[str, dict[str, Any]]:
    return _toml(KNOWLEDGE / "guide" / "sections.toml")


@pytest.fixture(scope="session")
def framework() -> dict[str, Any]:
    return _toml(KNOWLEDGE / "framework.toml")


@pytest.fixture(scope="session")
def sources() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = _toml(KNOWLEDGE / "sources.toml")["source"]
    return entries


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
