"""The llm coder: a language model, asked passage by passage, that has to quote what it says it found.

What a study counts are the answers that stand in its folder (answers/MODEL.jsonl). Only :mod:`asking` speaks to
the endpoint, and only when it is told to; everything else works from the file.
"""
