"""Speaks to the providers of models; knows nothing of database, HTTP or UI."""
