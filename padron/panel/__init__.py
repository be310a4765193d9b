"""Pages of the panel: roster, accounts, institution, mail and record."""
