"""What comes from other programs and goes to them: one file a format, each says what is lost on the way."""
