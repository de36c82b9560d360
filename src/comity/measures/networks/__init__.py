"""Discourse networks on plain arrays: statements -> counts -> ties; what a verb and the measure D4 are made of."""
