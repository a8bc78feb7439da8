"""Whether what is published now keeps what its readers and writers relied on (promise P8)."""
