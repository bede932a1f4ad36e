"""How legible a page is, measured in the child: plain figures, normalised to the paper; what they mean is judged in `judged`."""
