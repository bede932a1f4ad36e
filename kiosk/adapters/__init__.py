"""The outside world: mail, printer, stick, PDF and clock; each module knows one device and only the domain."""
