"""What stands in the files of a study: read whole, checked whole, changed with care."""
