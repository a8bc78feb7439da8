"""Store on MongoDB, or any server with its wire protocol."""
