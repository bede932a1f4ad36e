"""A paper on its way into its slot: brought, looked at, sorted, sealed, seen, read.

It may be a draft's, or one that a filed case waits for.
"""
