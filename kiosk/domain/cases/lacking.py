"""What a case still lacks: the same for the desk's lists, the dossier and the command line, however far the case got."""

from enum import StrEnum


class Lacking(StrEnum):
    """A duty that is open; the codes stand in `expediente.json` and in `kiosk case --json`."""

    IDENTITY = "identity_not_vouched"
    """Staff typed it, or its number has doubts, and nobody vouched for the applicant."""
    SHEET = "signed_sheet_missing"
    """Staff typed it, and the sheet that the person signs was not scanned: there is no consent on paper before."""
    DOCUMENT = "document_doubtful"
    """A document has warnings, and nobody decided whether it will do."""
    CORRECTION = "document_awaited"
    """A document was asked for again, and has not come."""
