"""The browser interface: widgets and words, no anatomy and no geometry."""
