"""Parts of the fakes in `shared.testing`: one department in memory, and envelopes for it."""
