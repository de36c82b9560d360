"""From files to canonical texts and passages."""
