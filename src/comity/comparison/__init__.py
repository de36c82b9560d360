"""Cases set side by side, types of arrangement, and claims that are checked against the figures."""
