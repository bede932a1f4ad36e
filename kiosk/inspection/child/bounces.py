"""The child process that reads mails which may be bounces: delivery status notifications (RFC 3464), and plain ones of servers.

A mailbox takes mail from everybody, so what is read here may be anything; only numbers and one id ever leave this process.
"""

import email
import re
from email.message import Message
from email.parser import HeaderParser
from typing import Any

from kiosk.children.serving import Answer
from kiosk.inspection.child.caged import serve_caged

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45][0-5]\d)[ -]")
_GOT_THROUGH = {"delivered", "relayed", "expanded"}
_TEXT_BYTES = 100_000
"""Of a plain bounce, where the headers of the returned message stand below a few words."""


def main() -> None:
    """Answer until the input ends."""
    serve_caged(answer)


def answer(header: dict[str, Any], body: bytes) -> Answer:
    """Say what a mail tells of a message of the asked domain; one that no parser gets through ends this process, as it may."""
    return {"bounce": understand(body, header["domain"])}, b""


def understand(content: bytes, domain: str) -> dict[str, object] | None:
    """Return row id, outcome, status and reply code of a bounce, or None where it is none of ours."""
    mail = email.message_from_bytes(content)
    told = _report(mail) if mail.get_content_type() == "multipart/report" else _plain(mail)
    ours = re.compile(rf"<([0-9a-f]{{32}})@{re.escape(domain)}>")
    found = told and next((each for text in _where_it_is_named(mail) if (each := ours.search(text))), None)
    return {"message": found[1], **told} if told and found else None


def _report(mail: Message) -> dict[str, object] | None:
    """Read the fields for each recipient; we write to one, but somebody may pass mail on to several."""
    blocks = [
        block for part in _parts(mail, "message/delivery-status") for block in part.get_payload() if isinstance(block, Message)
    ]
    outcomes = {_field(block, "Action").lower(): block for block in reversed(blocks) if block["Action"]}  # the first of each counts
    if _GOT_THROUGH & set(outcomes):
        return {"outcome": "delivered", "status": "", "reply": 0}
    for outcome in ("failed", "delayed"):
        if block := outcomes.get(outcome):
            return {"outcome": outcome, **_numbers(_field(block, "Status"), _field(block, "Diagnostic-Code"))}
    return None


def _plain(mail: Message) -> dict[str, object] | None:
    """Read what servers wrote before there were reports: only a mail without a sender, as bounces must be, with a final number."""
    named = mail["X-Failed-Recipients"] is not None
    if not named and _field(mail, "Return-Path") != "<>":
        return None
    words = re.split(r"(?im)^[ >]*(?:message-id|received|return-path):", _text(mail), maxsplit=1)[0]
    final = [each for each in _STATUS.findall(words) if each[0] == "5"]
    return {"outcome": "failed", **_numbers("".join(final[:1]), words)} if named or final else None


def _numbers(status: str, diagnosis: str) -> dict[str, object]:
    """Return the numbers; Exim says 5.0.0 of everything, and what the other server answered stands in the diagnosis."""
    given, answered, reply = _STATUS.search(status), _STATUS.search(diagnosis), _REPLY.search(diagnosis)
    best = answered if answered and (given is None or given[1].endswith(".0.0")) else given
    return {"status": best[1] if best else "", "reply": int(reply[1]) if reply else 0}


def _where_it_is_named(mail: Message) -> list[str]:
    """Return the texts that may hold the Message-ID of what came back, the surest first."""
    returned = [_field(each, "Message-ID") for part in _parts(mail, "message/rfc822") for each in part.get_payload()]
    headers = [HeaderParser().parsestr(_text(part)) for part in _parts(mail, "text/rfc822-headers")]
    texts = [*returned, *(_field(each, "Message-ID") for each in headers)]
    if not mail.is_multipart():
        texts += re.findall(r"(?im)^[ >]*message-id:\s*(<\S{1,200}>)", _text(mail))
    return [*texts, _field(mail, "In-Reply-To"), _field(mail, "References")]


def _parts(mail: Message, kind: str) -> list[Any]:
    if not mail.is_multipart():
        return []
    return [part for part in mail.get_payload() if isinstance(part, Message) and part.get_content_type() == kind]


def _text(part: Message) -> str:
    if part.is_multipart():
        return ""
    decoded = part.get_payload(decode=True)
    return decoded[:_TEXT_BYTES].decode("utf-8", "replace") if isinstance(decoded, bytes) else ""


def _field(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()
