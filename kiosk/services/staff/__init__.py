"""Members of staff: who they are, how they sign in, and their SSH keys."""
