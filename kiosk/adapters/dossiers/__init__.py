"""Dossiers on their way to the institute: written into a folder or onto a stick, sealed."""
