"""Where the body stands: the lights that travel with the camera, and the ground behind."""

from __future__ import annotations

from vtkmodules.vtkRenderingCore import vtkLight, vtkRenderer

from viewer import style


def light(renderer: vtkRenderer) -> None:
    """Put up the lamps of ``style.LAMPS``, and no others."""
    renderer.RemoveAllLights()
    renderer.AutomaticLightCreationOff()
    for lamp in style.LAMPS:
        made = vtkLight()
        made.SetLightTypeToCameraLight()
        made.SetPosition(*lamp.direction)
        made.SetFocalPoint(0.0, 0.0, 0.0)
        made.SetIntensity(lamp.intensity)
        made.SetColor(*_shares(lamp.rgb))
        renderer.AddLight(made)


def lay_ground(renderer: vtkRenderer, theme: str) -> None:
    """Change what is behind the body: a key of ``style.GROUNDS``."""
    ground = style.GROUNDS[theme]
    renderer.GradientBackgroundOn()
    renderer.SetBackground(*_shares(ground.bottom))
    renderer.SetBackground2(*_shares(ground.top))


def _shares(rgb: style.Rgb) -> tuple[float, float, float]:
    red, green, blue = rgb
    return red / 255.0, green / 255.0, blue / 255.0
