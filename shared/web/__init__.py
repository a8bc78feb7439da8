"""HTTP: routes, authentication, requests, answers, problems."""
