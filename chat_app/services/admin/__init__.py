"""What administrators see and change: people, organisations, usage, vendors and the audit trail."""
