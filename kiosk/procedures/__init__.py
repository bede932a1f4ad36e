"""Procedures, catalogue and territory as files that an office may change: read, checked line by line, made into domain values."""

from kiosk.procedures.checking import check
from kiosk.procedures.files import BUILT_IN
from kiosk.procedures.loading import load
from kiosk.procedures.mistake import Mistake

__all__ = ["BUILT_IN", "Mistake", "check", "load"]
