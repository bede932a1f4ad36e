"""Mails are read in a child of their own: bounces are understood, and whatever else they are ends as "not a bounce"."""

import sys
import time
from collections.abc import Iterator

import pytest

from kiosk.domain.machine.bounce import Bounce, ReportedAction
from kiosk.inspection.judged.bounces import BounceReader
from tests.bounces import DOMAIN, ROW, nested, plain, report
from tests.inspection.processes import HEAR


@pytest.fixture
def reader() -> Iterator[BounceReader]:
    reader = BounceReader(DOMAIN)
    yield reader
    reader.close()


FAILED = Bounce(ROW, ReportedAction.FAILED, "5.1.1", 550)


def test_a_report_with_the_mail_or_its_headers_is_understood(reader: BounceReader) -> None:
    assert reader.read(report()) == FAILED
    assert reader.read(report(returned="text/rfc822-headers")) == FAILED
    assert reader.read(report(action="Failed")) == FAILED


def test_a_report_that_says_5_0_0_of_everything_is_asked_for_its_diagnosis(reader: BounceReader) -> None:
    assert reader.read(report(status="5.0.0")) == FAILED
    assert reader.read(report(status="5.0.0", diagnosis="smtp; 552-5.2.2 full\r\n 552 5.2.2 up")) == Bounce(
        ROW, ReportedAction.FAILED, "5.2.2", 552
    )
    assert reader.read(report(status="5.0.0", diagnosis="smtp; 550 unknown at 10.5.1.1")) == Bounce(
        ROW, ReportedAction.FAILED, "5.0.0", 550
    )
    assert reader.read(report(status="5.4.4", diagnosis="smtp; 550 5.1.1 x")) == Bounce(ROW, ReportedAction.FAILED, "5.4.4", 550)


def test_a_delay_and_a_delivery_are_no_failure(reader: BounceReader) -> None:
    assert reader.read(report(action="delayed", status="4.4.1", diagnosis="smtp; 451 4.4.1 later")) == Bounce(
        ROW, ReportedAction.DELAYED, "4.4.1", 451
    )
    assert reader.read(report(action="relayed", status="2.1.9")) == Bounce(ROW, ReportedAction.DELIVERED)


def test_of_several_that_a_mail_was_passed_on_to_one_who_got_it_is_enough(reader: BounceReader) -> None:
    field = b"Final-Recipient: rfc822; a@otro.test\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient"
    assert reader.read(report().replace(b"Final-Recipient", field, 1)) == Bounce(ROW, ReportedAction.DELIVERED)


def test_a_report_without_the_mail_is_known_by_its_references(reader: BounceReader) -> None:
    whole = report()
    bare = whole[: whole.index(b"--edge\r\nContent-Type: message/rfc822")] + b"--edge--\r\n"
    assert reader.read(bare) is None
    assert reader.read(f"References: <{ROW}@{DOMAIN}>\r\n".encode() + bare) == FAILED


def test_a_report_that_was_cut_off_in_the_returned_mail_is_understood(reader: BounceReader) -> None:
    assert reader.read(report()[:-40]) == FAILED


def test_the_plain_ones_of_old_are_understood_by_their_words_and_not_by_the_returned_mail(reader: BounceReader) -> None:
    assert reader.read(plain()) == FAILED
    assert reader.read(plain(words="Unrouteable address")) == Bounce(ROW, ReportedAction.FAILED)
    assert reader.read(plain(named=False)) == FAILED
    assert reader.read(plain(named=False, words="451 4.2.1 try later")) is None


def test_what_people_write_is_no_bounce_even_when_they_quote_ours(reader: BounceReader) -> None:
    answer = (
        f"From: maria@otro.test\r\nReturn-Path: <maria@otro.test>\r\nIn-Reply-To: <{ROW}@{DOMAIN}>\r\n\r\n550 5.1.1\r\n".encode()
    )
    assert reader.read(answer) is None
    assert (
        reader.read(b"Return-Path: <>\r\n" + answer.partition(b"\r\nReturn-Path")[0] + b"\r\n\r\nestoy de vacaciones\r\n") is None
    )


def test_a_report_on_somebody_elses_mail_is_none_of_ours(reader: BounceReader) -> None:
    assert reader.read(report(domain="otro.test")) is None
    assert reader.read(report(domain=f"{DOMAIN}.otro.test")) is None
    assert reader.read(report(row="12345")) is None
    assert reader.read(report(action="unheard-of")) is None


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\0" * 200_000,
        b"\xff\xfe" * 1000,
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n" * 50_000,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"A: b\r\n\r\n" * 30_000,
        b"X-Failed-Recipients: a\r\nContent-Type: text/plain; charset=none\r\nContent-Transfer-Encoding: uuencode\r\n\r\n%%%\r\n",
        nested(30),
        nested(5_000),
        b"X: " + b"y" * 250_000,
        b"".join(b"X-%d: y\r\n" % each for each in range(20_000)),
        report().replace(b"Subject: Und", b"Subject: " + b"x" * 100_000, 1)[:100_000],
    ],
)
def test_hostile_mails_are_no_bounces_and_the_next_one_is_read(reader: BounceReader, hostile: bytes) -> None:
    assert reader.read(hostile) is None
    assert reader.read(report()) == FAILED


def test_hostile_text_around_the_numbers_stays_where_it_is(reader: BounceReader) -> None:
    wild = "smtp; 550 5.1.1 \x1b]0;x\x07[@click=app.quit]\u202e\x00"
    assert reader.read(report(diagnosis=wild)) == FAILED
    assert reader.read(report().replace(b"Mail Delivery System", b"=?utf-8?q?" + b"=FF" * 500 + b"?=")) == FAILED


TRUE = "{'bounce': {'message': '0' * 32, 'outcome': 'failed', 'status': '5.1.1', 'reply': 550}}"
LIES = [
    "{}",
    "{'bounce': {'message': 'x', 'outcome': 'failed', 'status': '', 'reply': 0}}",
    "{'bounce': {'message': '0' * 32 + '\\n', 'outcome': 'failed', 'status': '', 'reply': 0}}",
    "{'bounce': {'message': '0' * 32, 'outcome': 'won', 'status': '', 'reply': 0}}",
    "{'bounce': {'message': '0' * 32, 'outcome': ['failed'], 'status': '', 'reply': 0}}",
    "{'bounce': {'message': '0' * 32, 'outcome': 'failed', 'status': '5.1.1 maria', 'reply': 0}}",
    "{'bounce': {'message': '0' * 32, 'outcome': 'failed', 'status': '', 'reply': True}}",
    "{'bounce': {'message': '0' * 32, 'outcome': 'failed', 'status': '', 'reply': 99999}}",
    "{'bounce': {'message': '0' * 32, 'outcome': 'failed', 'status': '', 'reply': 0, 'more': 1}}",
    "{'bounce': 'failed'}",
]


@pytest.mark.parametrize("lie", LIES)
def test_a_child_that_was_taken_over_is_not_believed(lie: str) -> None:
    honest = BounceReader(DOMAIN, command=(sys.executable, "-I", "-c", f"{HEAR}say({TRUE}, b'')"))
    assert honest.read(report()) == Bounce("0" * 32, ReportedAction.FAILED, "5.1.1", 550)
    honest.close()
    reader = BounceReader(DOMAIN, command=(sys.executable, "-I", "-c", f"{HEAR}say({lie}, b'')"))
    assert reader.read(report()) is None
    reader.close()


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.inspection.judged.bounces._SECONDS", 0.2)
    reader = BounceReader(DOMAIN, command=(sys.executable, "-I", "-c", "import time; time.sleep(60)"))
    started = time.monotonic()
    assert reader.read(report()) is None
    assert time.monotonic() - started < 30
