"""What is held of the person in front, and what becomes of it when they leave. No widgets."""
