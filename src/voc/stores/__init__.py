"""Where tickets, themes and the filing ledger are kept."""
