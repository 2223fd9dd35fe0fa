"""Token budgets: the ledger behind them, what an exchange is charged, and the proof of both."""
