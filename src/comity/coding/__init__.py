"""From passages to codings: programs, people and statements, together in one table."""
