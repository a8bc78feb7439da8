"""Capacity planning: a simulation of the pipeline, validated by the benchmark, scaled up."""
