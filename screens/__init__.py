"""The screens: they gather and show, and leave every decision to the services of `kiosk`."""
