"""The two applications, the public kiosk's and the desk's, and the processes that show them.

What a screen may ask of its application is `screens.host`; nothing below imports from here.
"""
