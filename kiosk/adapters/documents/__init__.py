"""Where documents come from: a memory stick, a copier's folder, a scanner. Their bytes are foreign and are not looked into here."""
