"""Text reuse: which passages stand, nearly word for word, in an earlier text."""
