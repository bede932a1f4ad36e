"""What is put in order without anybody asking: expired data, backups, the remembered clock, the look at a start."""
