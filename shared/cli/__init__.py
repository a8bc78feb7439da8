"""The platform's subcommands of `liandong`, one module each."""
