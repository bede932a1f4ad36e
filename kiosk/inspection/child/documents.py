"""The child process that looks at documents: it reads questions from standard input and answers them on standard output."""

from kiosk.inspection.child import questions
from kiosk.inspection.process.serving import serve


def main() -> None:
    """Answer until the input ends."""
    serve(questions.answer)
