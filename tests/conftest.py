"""What every test may lean on: programs of the system, and the honest word about those that were missing."""

import gc
import itertools
import os
import shutil
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases
from tests.filing import PassingInspector

settings.register_profile("kiosk", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("kiosk")

databases.compile_once()
gc.set_threshold(100_000, 20, 20)  # a sixth of the screens' tests was spent looking for garbage

SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Where servers are, which stand in no plain user's path."""
PACKAGES = Path(__file__).parent / "peers" / "packages.txt"


os.environ["SUDO_USER"] = "ana"  # commands are done in a person's name, which the account that tests run as need not be
for each in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(each) is signal.SIG_IGN:  # behind nohup: what is started would inherit it, and not end when told to
        signal.signal(each, lambda *_details: None)

ON_BOTH = tuple(
    Path(__file__).parent / "services" / name
    for name in ("filing/test_submission.py", "filing/test_leases.py", "cases/test_search.py")
)
"""Modules of tests that `make test` runs on either database; with `--database=postgresql` every one runs there."""


VISITS = {"closed", "soak", "terminal"}
"""Folders of tests in which whole visits are paid."""
LONGEST = (
    *("two_people", "assist", "no_way_out", "full_day", "kill_matrix", "mail_and_paper"),
    *("ends_in_order", "renewal", "journey", "parent", "killed_journeys", "monkey", "console"),
)
"""Their modules that take longest, in this order."""


def _packages() -> dict[str, str]:
    """Return the Debian package of each program that tests may ask for."""
    lines = (line.split() for line in PACKAGES.read_text(encoding="utf-8").splitlines())
    return {words[0]: words[1] for words in lines if words and not words[0].startswith("#")}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let all kiosks of a run stand on a PostgreSQL server."""
    words = "where the kiosks of the tests keep their rows"
    parser.addoption("--database", choices=("embedded", "postgresql"), default="embedded", help=words)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what matters most to several machines at one database on both."""
    if metafunc.definition.path in ON_BOTH and metafunc.config.getoption("database") == "embedded":
        server = pytest.param("postgresql", marks=pytest.mark.peer("pg_createcluster"))
        metafunc.parametrize("chosen_database", ["embedded", server], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def _whole_run_on_server(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("database") == "postgresql":
        os.environ[databases.VARIABLE] = databases.server().url("")


@pytest.fixture(autouse=True)
def chosen_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _whole_run_on_server: None) -> Iterator[None]:
    """Give the test's kiosks a database each, where it is to be."""
    if getattr(request, "param", "embedded") == "postgresql":
        monkeypatch.setenv(databases.VARIABLE, databases.server().url(""))
    if not databases.is_server_chosen():
        yield
        return
    _leave_out_what_is_of_the_file(request.node)  # one that `make test` runs on both
    folder = request.getfixturevalue("tmp_path")
    yield
    databases.forget_below(folder)


@pytest.fixture(scope="session", autouse=True)
def _children_end() -> Iterator[None]:
    yield
    PassingInspector.end_spare()


@pytest.fixture(scope="session", autouse=True)
def _server_ends() -> Iterator[None]:
    yield
    if databases.server.cache_info().currsize:
        databases.server().remove()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put whole visits, which mostly wait, at the beginning of what three of five workers get, the longest first.

    They are under way from the start, so that none comes last, and the others' work goes on beside them; what stands behind them
    is taken over by whoever is done (`--dist=worksteal`: each worker gets as many tests in a row, and steals from the end).
    """
    modules: dict[Path, list[pytest.Item]] = {}  # whole ones, for what one shares is built once
    for item in items:
        modules.setdefault(item.path, []).append(item)
    visits = [modules.pop(path) for path in sorted(modules, key=_how_early) if path.parent.name in VISITS]
    others = list(itertools.chain.from_iterable(modules.values()))
    workers, left = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), len(items)
    waiting = -(-workers * 3 // 5)
    items.clear()
    for worker in range(workers):
        share = left // (workers - worker)
        left -= share
        own = list(itertools.chain.from_iterable(visits[worker::waiting])) if worker < waiting else []
        rest = max(0, share - len(own))
        items += own + others[:rest]
        others = others[rest:]
    items += others


def _how_early(path: Path) -> tuple[int, Path]:
    name = path.stem.removeprefix("test_")
    return LONGEST.index(name) if name in LONGEST else len(LONGEST), path


def _leave_out_what_is_of_the_file(item: pytest.Item) -> None:
    for marker in item.iter_markers("embedded"):
        pytest.skip(f"only of the embedded file: {marker.args[0]}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test whose peer is missing; in CI that is a failure, for nobody reads what CI skipped.

    Of a run on a server, leave out what is of the file, before a fixture of a whole module makes one.
    """
    if item.config.getoption("database") == "postgresql":
        _leave_out_what_is_of_the_file(item)
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
