"""The kiosk itself: messages that wait, its health, its log's chain and its counts; nobody's data."""
