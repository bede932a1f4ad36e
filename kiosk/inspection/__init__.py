"""What looks at foreign files: the parsers run in a limited child process, and only plain values come back.

`inspector` is the application's side; `child` and what it imports is the other. Nothing is imported here, for the
child loads this package too and must know as little as possible.
"""
