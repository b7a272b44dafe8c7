"""The driver of benchmarks/run: prepares the participants, lets them take turns, and reports."""
