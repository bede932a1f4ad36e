"""Handing cases over to the institute: which, writing them, and who took them."""
