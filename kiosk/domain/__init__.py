"""Rules and values of the procedure: no input or output, no framework; the rest of the kiosk is built on these."""
