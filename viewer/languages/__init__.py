"""The languages that there are: each is a folder of texts, which a translator fills without writing code."""
