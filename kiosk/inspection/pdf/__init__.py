"""Opens, cleans, arranges and binds PDFs, in the child alone."""
