"""The administrator's dashboard, users and audit trail."""
