"""The water bureau of the chaos city: publishes the events that the others subscribe to."""
