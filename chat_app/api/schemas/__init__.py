"""What goes over the wire: the bodies of requests and responses, a module for each router."""
