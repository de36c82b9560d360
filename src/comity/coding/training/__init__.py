"""Learning from what people coded, and choosing what they should read next."""
