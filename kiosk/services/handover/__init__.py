"""Dossiers for the institute, and who took them."""
