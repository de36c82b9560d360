"""The measures of what is said: one file each, found by the catalogue."""
