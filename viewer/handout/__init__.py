"""A page for a patient: one file that opens anywhere, without a network, and prints on one or two sheets."""
