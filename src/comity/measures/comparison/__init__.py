"""Measures that set cases side by side."""
