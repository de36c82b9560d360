"""From codings and registry to figures, each with the rows it counted."""
