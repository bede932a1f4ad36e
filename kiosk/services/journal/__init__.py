"""What happened: events and their chain, searches, monthly figures, and the counting of wrong tries.

The log for administrators, without anybody in it, is `kiosk.adapters.log`.
"""
