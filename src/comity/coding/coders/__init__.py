"""One file per coder; the catalogue finds them."""
