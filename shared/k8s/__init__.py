"""What the contracts say about a cluster: who talks to whom, who may do what on broker and store."""
