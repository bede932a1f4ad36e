"""A filed case: how far it got, what was asked, answered, taken back and handed over, and what is told of it.

What its person said before it was sent belongs to `filing`.
"""
