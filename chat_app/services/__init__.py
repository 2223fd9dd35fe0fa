"""The rules: plain async functions; a service is a module."""
