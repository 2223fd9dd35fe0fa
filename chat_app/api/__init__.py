"""The HTTP face: routers that call the services, and nothing else."""
