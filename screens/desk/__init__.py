"""The desk: what staff see when they have signed in, over SSH or at the public screen."""
