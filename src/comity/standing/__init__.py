"""What a row, figure or claim stands on, and what stands on it."""
