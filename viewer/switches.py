"""The switches of the layer panel, and what of the scene each of them moves."""

from __future__ import annotations

from typing import Protocol

from viewer import compose
from viewer.layers import Layer
from viewer.state import LayersState, LayerState


class Shows(Protocol):
    """A scene, as far as its layers can be switched and faded."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its layers."""

    def show(self, layer: Layer) -> None:
        """Draw a layer."""

    def remove(self, key: str) -> None:
        """Take a layer out."""

    def set_visible(self, key: str, on: bool) -> None:
        """Show or hide a layer."""

    def set_opacity(self, key: str, opacity: float) -> None:
        """Let a layer show through."""


def apply(layers: LayersState, scene: Shows) -> None:
    """Show, hide and fade what is drawn as the switches say."""
    for key, layer in _moved(layers).items():
        if key in scene.keys:
            scene.set_visible(key, layer.on)
            scene.set_opacity(key, layer.opacity)


def put(scene: Shows, key: str, layer: Layer | None) -> None:
    """Draw a layer in place of the one of that key, or (None) take that one out."""
    if layer is None:
        scene.remove(key)
    else:
        scene.show(layer)


def _moved(layers: LayersState) -> dict[str, LayerState]:
    return {
        compose.SKIN: layers.skin, compose.EYES: layers.skin,
        compose.ACUPOINTS: layers.acupoints, compose.TRIGGER_POINTS: layers.trigger_points,
        compose.GLOWS[compose.ACUPOINTS]: layers.acupoints,
        compose.GLOWS[compose.TRIGGER_POINTS]: layers.trigger_points,
        compose.CHANNELS: layers.channels, compose.FLOW: layers.flow,
        compose.MUSCLES: layers.muscles, compose.AROUND: layers.muscles, compose.SINEWS: layers.sinews,
        compose.ZONE: layers.zones, compose.OVERLAP: layers.zones, compose.LABELS: layers.labels,
        compose.COMPOSITE: layers.composite,
    }  # fmt: skip
