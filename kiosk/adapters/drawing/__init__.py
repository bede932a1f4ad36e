"""Draws every paper as PDF, in a child process: words are measured and placed first, then drawn.

What stands on them is decided before, as values of `kiosk.domain.papers`.
"""
