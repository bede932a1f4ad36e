"""How the application and a child process speak: frames over a pipe, and a child that is started, asked and ended."""
