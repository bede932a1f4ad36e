"""The use cases: one module each; one function is one transaction, and devices come in as arguments."""
