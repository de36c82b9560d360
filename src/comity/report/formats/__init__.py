"""The report for paper: what it says, and the files that say it."""
