"""The control: the same faults against nameko's own event handler, without inbox or outbox."""
