"""What only a demonstration has: its stick, its mailbox, and cases of people who do not exist."""
