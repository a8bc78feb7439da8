"""What departments owe one another."""
