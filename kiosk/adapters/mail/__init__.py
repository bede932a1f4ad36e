"""Mail that leaves for a server, or a folder, and the mailbox to which it comes back.

What a mail says belongs to the services; how a returned one is understood belongs to `kiosk.inspection`.
"""
