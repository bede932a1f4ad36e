"""The terminal beneath: its keyboard, what is sent to it, and that it is left as it was. Knows no screen."""
