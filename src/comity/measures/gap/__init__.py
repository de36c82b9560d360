"""Measures of gap: what is promised against what is done."""
