"""The application's side: it asks the child, checks each value of its answers, judges by thresholds, and says it in words.

Nothing here opens a foreign file.
"""
