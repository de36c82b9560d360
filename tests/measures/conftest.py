"""Makes `tiny` importable from the tests below."""
