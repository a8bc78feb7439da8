"""Private RabbitMQ node of this machine: its files, users and certificates."""
