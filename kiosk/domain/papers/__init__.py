"""What stands on papers and in codes on them, decided before anything is drawn.

How they look belongs to `kiosk.adapters.drawing`, from where their content comes to `kiosk.services`.
"""
