"""What happens to a case after filing: what is asked for again, decided, handed out, taken back, and changed at the desk."""
