"""The papers of nobody with which a demonstration is played; a kiosk that serves needs none of it."""
