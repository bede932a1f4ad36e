"""What is kept: tables, the database that holds them, the vault of documents and the keys of both."""
