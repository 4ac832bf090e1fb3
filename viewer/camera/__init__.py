"""The camera: named views, turning and gliding, and where to stand to see a spot."""
