"""What passages mean, as numbers: vectors of sentences and words, and what is learnt on them."""
