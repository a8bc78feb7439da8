"""The private RabbitMQ node of this machine: its files, users, certificates."""
