"""The store on MongoDB, or on any server of its wire protocol."""
