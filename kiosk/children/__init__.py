"""Child processes of ours: frames over a pipe, a loop that answers, and one way to start, ask and end it.

What a child does, and what it may, stands where its work belongs: `kiosk.inspection` cages those that see foreign bytes.
"""
