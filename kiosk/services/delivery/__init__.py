"""The workers that send and print what waits in the outbox, and understand what comes back."""
