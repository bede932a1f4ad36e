"""Mails as servers send them back, about a message of ours: reports, delays, and the plain ones of old."""

DOMAIN = "ejemplo.test"
ROW = "0123456789abcdef" * 2


def report(  # noqa: PLR0913 - what reports differ in, each named by the test
    row: str = ROW,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnosis: str = "smtp; 550 5.1.1 <maria@otro.test>: no such person here",
    returned: str = "message/rfc822",
    domain: str = DOMAIN,
) -> bytes:
    """Return a delivery status notification (RFC 3464)."""
    return f"""Return-Path: <>
From: Mail Delivery System <mailer-daemon@otro.test>
To: kiosco@{DOMAIN}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

<maria@otro.test> could not be reached.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; correo.otro.test

Final-Recipient: rfc822; maria@otro.test
Action: {action}
Status: {status}
Diagnostic-Code: {diagnosis}

--edge
Content-Type: {returned}

From: kiosco@{DOMAIN}
To: maria@otro.test
Message-ID: <{row}@{domain}>
Subject: Recibimos su tramite

--edge--
""".replace("\n", "\r\n").encode()


def plain(row: str = ROW, *, named: bool = True, words: str = "550 5.1.1 <maria@otro.test>: no such person here") -> bytes:
    """Return what Exim sent before it knew reports."""
    failed = "X-Failed-Recipients: maria@otro.test\n" if named else ""
    return f"""Return-path: <>
{failed}From: Mail Delivery System <Mailer-Daemon@otro.test>
To: kiosco@{DOMAIN}
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  maria@otro.test
    SMTP error from remote mail server after RCPT TO:<maria@otro.test>:
    {words}

------ This is a copy of the message, including all the headers. ------

Return-path: <kiosco@{DOMAIN}>
Message-ID: <{row}@{DOMAIN}>
Subject: Recibimos su tramite 5.9.9

Recibimos su tramite.
""".encode()


def nested(deep: int) -> bytes:
    """Return a report around multiparts within multiparts."""
    head = b"Return-Path: <>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
    return head + b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (each, each + 1) for each in range(deep)
    )
