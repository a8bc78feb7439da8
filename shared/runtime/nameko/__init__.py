"""Host of a department on nameko, which uses eventlet."""
