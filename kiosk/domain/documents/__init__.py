"""A document that was brought, and the devices it comes from: what may be known of them, as plain values.

Which documents a procedure asks for, and where each goes, belongs to `filing`.
"""
