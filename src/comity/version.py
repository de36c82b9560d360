"""The version of comity, where nothing else is."""

VERSION = "0.1.0"
