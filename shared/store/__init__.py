"""Documents and transactions: the interface, and the store in memory that passes the same cases."""
