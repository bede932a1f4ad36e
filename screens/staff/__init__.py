"""Staff at the public screen, and their signing in."""
