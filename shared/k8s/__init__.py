"""What the contracts say about a cluster: who talks to whom, and who may do what there."""
