"""Filed cases: found, read, told, and moved from one state to the next.

What is done to them afterwards (asked for again, decided, taken back, corrected) belongs to `followup`.
"""
