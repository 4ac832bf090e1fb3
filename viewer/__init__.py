"""Display: scene, interface, pictures and commands."""

__version__ = "0.1.0"
