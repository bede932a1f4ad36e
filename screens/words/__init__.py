"""What may truly be said of things on screens. Words that papers and mails share are `kiosk.words`."""
