"""How far coders agree: people with one another, programs with people, a codebook with its earlier version."""
