"""Parts of the fakes in `shared.testing.world`: an in-memory department, and envelopes for it."""
