"""What the questions of one person's visit share: their ground, leaving, walking away, prints that are waited for."""
