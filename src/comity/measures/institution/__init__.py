"""Measures of institution: how the interaction is set up."""
