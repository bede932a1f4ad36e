"""A person's own filing, from the first answer until it is sent and has its number.

Documents have a package of their own; what happens to a filed case belongs to `cases` and `followup`.
"""
