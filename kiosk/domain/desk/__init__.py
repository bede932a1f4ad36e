"""Those who work at the desk, and what waits for them there."""
