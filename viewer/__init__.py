"""Display: scene, interface, pictures and commands."""
