"""The report: one HTML file in which every figure opens the passages behind it."""
