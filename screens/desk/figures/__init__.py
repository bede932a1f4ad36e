"""The months and the journey's figures at the desk, as plots."""
