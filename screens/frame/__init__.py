"""The ground of every screen: the frame around its question, the keys, what it does, and what may be laid over it."""
