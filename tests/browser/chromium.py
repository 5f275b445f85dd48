"""Finds a Chromium to drive; run as a module it prints where, or nothing."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of a Chromium, named by CHROMIUM or found on this machine, or an empty string."""
    named = os.environ.get("CHROMIUM", "")
    return shutil.which(named) or "" if named else next((found for name in NAMES if (found := shutil.which(name))), "")


if __name__ == "__main__":
    print(chromium())
