"""What the law on personal data asks: what is held is told, mended, let go; and complaints."""
