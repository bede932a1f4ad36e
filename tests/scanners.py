"""SANE's own virtual scanners, set up in a folder of the test's: one draws patterns and fails on command, one holds a page."""

import os
from pathlib import Path

import pytest
from PIL import Image

A4 = {"geometry_max": "300", "br_x": "210", "br_y": "297", "resolution": "75", "test-picture": '"Color pattern"'}


def pattern_scanner(folder: Path, **settings: str) -> Path:
    """Return a SANE_CONFIG_DIR with the `test` backend; `settings` are of its test.conf, with _ for -."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("test\n")
    given = {"number_of_devices": "1", **A4}
    known = {"number_of_devices", "resolution_min", "resolution_max", "geometry_max", "br_x", "br_y"}
    given |= {name if name in known else name.replace("_", "-"): value for name, value in settings.items()}
    (folder / "test.conf").write_text("".join(f"{name} {value}\n" for name, value in given.items()))
    return folder


def failing_scanner(folder: Path, status: str) -> Path:
    """Return a SANE_CONFIG_DIR whose scanner answers each reading with this SANE_STATUS_…."""
    return pattern_scanner(folder, read_status_code=f'"SANE_STATUS_{status}"')


def slow_scanner(folder: Path) -> Path:
    """Return a SANE_CONFIG_DIR whose scanner needs many minutes for a page."""
    return pattern_scanner(folder, read_delay="true", read_delay_duration="200000")


def page_scanner(folder: Path, page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a SANE_CONFIG_DIR with the `pnm` backend, which has this page on its glass.

    The backend is told its page on scanimage's command line alone, so a scanimage that stands before the real one says it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("pnm\n")
    page.save(folder / "page.pnm")
    before = folder / "bin"
    before.mkdir(exist_ok=True)
    program = before / "scanimage"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *device-name*) set -- "$@" --filename={folder}/page.pnm;; esac\nexec /usr/bin/scanimage "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{before}:{os.environ['PATH']}")
    return folder
