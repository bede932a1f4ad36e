"""The child processes that open foreign files: what they can be asked, and the rules by which a document is taken."""
