"""One document's way at the screen: where it comes from, how it looks, what it says, and all of them together.

`bringing` is that way as one dialogue; the use cases are `kiosk.services.documents`.
"""
