"""Qualitative comparative analysis: which combinations of conditions go together with an outcome."""
