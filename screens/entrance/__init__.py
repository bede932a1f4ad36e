"""What the public does outside the journey: the welcome, coming back, how a case stands, complaints, taking back."""
