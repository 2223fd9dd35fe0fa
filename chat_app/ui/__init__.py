"""The Reflex face: pages, states and components; every rule lives in the services."""
