"""The questions of the journey, a file each, from the start to the receipt."""
