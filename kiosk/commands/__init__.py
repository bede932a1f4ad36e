"""The command line: one module a noun, each with `add_parser`; exit 0 fine, 1 the answer is no, 2 misuse, 3 cannot work."""
