"""Parts of the fakes in `shared.testing.world`: one department in memory, and envelopes for it."""
