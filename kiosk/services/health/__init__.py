"""Whether the kiosk can work: the doctor's checks, and watching what has not worked for a day."""
