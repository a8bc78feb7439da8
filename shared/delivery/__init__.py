"""Events on their way: outbox, relay, inbox, lanes of what waits, resends, refusals."""
