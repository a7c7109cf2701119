"""Where this machine keeps a Chromium, for the tests that drive one."""

from __future__ import annotations

import shutil

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = "No Chromium here: install one (Debian: `apt-get install chromium`)."


def chromium() -> str:
    """Path of the browser; empty where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")
