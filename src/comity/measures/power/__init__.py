"""Measures of power: who dominates whom, and what the arrangement brings about."""
