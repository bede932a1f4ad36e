"""The child process that looks at documents: it reads questions from standard input and answers them on standard output."""

from kiosk.inspection.child import questions
from kiosk.inspection.child.caged import serve_caged


def main() -> None:
    """Answer until the input ends."""
    serve_caged(questions.answer)
