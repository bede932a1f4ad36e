"""What the desk needs beyond cases themselves: what waits, opening a case by name and reason, filings begun elsewhere."""
