"""What stands on the desk's papers (slip to sign, correction, withdrawal, answer), decided before any is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs, or with rows of label and text; either may be empty."""

    heading: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A paper's words in their order; on a roll and on A4 they are the same."""

    institution: str
    dispensary: str
    title: str
    made_at: str
    """Local date and time, with the mark of an untrusted clock."""
    number: str = ""
    """The case number, or the code, drawn large."""
    sections: tuple[Section, ...] = ()
    signature: str = ""
    """What stands below the line for a signature and the box for a thumb print; neither is drawn without it."""
    qr: str = ""
    foot: tuple[str, ...] = ()
