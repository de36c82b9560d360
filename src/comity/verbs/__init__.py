"""One file per verb: the function a person calls is the command, the Python function and the manual."""
