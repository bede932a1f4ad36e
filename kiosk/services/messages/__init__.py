"""What waits to be sent or printed: the outbox, and prints as those who asked for them see them.

Sending and printing themselves belong to `delivery`.
"""
