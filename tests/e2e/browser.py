"""Find a Chromium for the browser tests, or install one.

Run as a module it makes sure there is one: an installed Chromium or Chrome, else
Playwright's own, else Debian's package.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed_browser():
    """Path of a Chromium or Chrome of this machine, None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def playwright_browser():
    """Path of the Chromium that Playwright downloaded, None when it did not."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch_options():
    """How to launch the browser; as root it cannot have its own sandbox."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {
        "executable_path": installed_browser() or playwright_browser(),
        "args": flags,
    }


def install():
    """Install a browser; raise CalledProcessError when nothing works."""
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(download, check=False).returncode == 0 and playwright_browser():
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True)
    subprocess.run([*sudo, "apt-get", "install", "-y", "-qq", "chromium"], check=True)


if __name__ == "__main__" and not (installed_browser() or playwright_browser()):
    install()
