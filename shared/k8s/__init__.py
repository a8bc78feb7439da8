"""Kubernetes manifests derived from the contracts: network policies, accounts, broker resources."""
