"""One filed case at the desk: read whole, and each thing that can be done with it."""
