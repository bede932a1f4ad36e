"""People as they are known here: identity numbers, names, dates of birth, and the ways to reach them.

Nothing here knows of a filing or a case: what somebody asks for belongs to `filing`.
"""
