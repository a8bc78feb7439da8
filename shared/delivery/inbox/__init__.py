"""From a delivery to its effect: receive, check, dispatch, or quarantine."""
