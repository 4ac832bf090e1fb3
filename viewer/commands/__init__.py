"""The commands, each a function whose parameters say what may stand on its command line."""
