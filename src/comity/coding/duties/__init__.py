"""Who has to do what: duties, permissions, commitments, invitations and prohibitions in texts."""
