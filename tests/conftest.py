"""What every test may lean on: programs of the system, and the honest word about those that were missing."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kiosk", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("kiosk")

SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Where servers are, which stand in no plain user's path."""
PACKAGES = Path(__file__).parent / "peers" / "packages.txt"


def _packages() -> dict[str, str]:
    """Return the Debian package of each program that tests may ask for."""
    lines = (line.split() for line in PACKAGES.read_text(encoding="utf-8").splitlines())
    return {words[0]: words[1] for words in lines if words and not words[0].startswith("#")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the whole visits, which take longest: at the end, one of them would keep all workers but one waiting."""
    items.sort(key=lambda item: item.path.parent.name != "terminal")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test whose peer is missing; in CI that is a failure, for nobody reads what CI skipped."""
    for marker in item.iter_markers("peer"):
        (program,) = marker.args
        package = _packages()[program]  # a program that is not listed cannot be brought: that is a mistake of the test
        if shutil.which(program, path=SYSTEM_PATH):
            continue
        if os.environ.get("CI"):
            pytest.fail(f"{program} is missing; install {package}", pytrace=False)
        item.user_properties.append(("missing_peer", program))
        pytest.skip(f"{program} is missing")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, object, object]:
    """Say last, after pytest's own summary, which peers were left out and how to bring them."""
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return result
    skipped = [report for report in reporter.stats.get("skipped", []) if isinstance(report, pytest.TestReport)]
    missing = [str(value) for report in skipped for name, value in report.user_properties if name == "missing_peer"]
    if missing:
        packages = _packages()
        for program in sorted(set(missing)):
            reporter.write_line(f"Left out: {missing.count(program)} tests that need {program} (package {packages[program]})")
        reporter.write_line(
            f"To bring them: sudo apt-get install {' '.join(sorted({packages[each] for each in missing}))}   (or: make peers)"
        )
    return result
