"""The list of muscles by region, with a filter: groups that open and close, each muscle a button."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from viewer.ui.words import Words

SHOWN = "utils.ashimap.muscles(muscle_groups, muscle_filter)"


def build_muscle_list(name: Any, words: Words) -> None:
    """Add the list; it is filled when it is opened first."""
    asks = "@toggle=\"$event.target.open && !muscle_groups.length && trigger('list_muscles')\""
    with html.Details(classes="am-fold am-mlist", id="muscles", raw_attrs=[asks]):
        html.Summary(words("muscles.title"))
        label = words("muscles.filter")
        html.Input(
            v_model=("muscle_filter", ""),
            type="search",
            classes="am-filter",
            id="muscle-filter",
            raw_attrs=[f'aria-label="{label}"', f'placeholder="{label}"', 'autocomplete="off"'],
        )
        html.P(
            words("muscles.none"),
            v_if=f"muscle_groups.length && !{SHOWN}.length",
            classes="am-source",
        )
        with html.Details(
            v_for=f"group in {SHOWN}",
            key="group.key",
            classes="am-fold",
            raw_attrs=[':open="!!muscle_filter || null"', ":id=\"'group-' + group.key\""],
        ):
            with html.Summary():
                html.Span("{{ group.name }}")
                html.Small("{{ group.muscles.length }}")
            _muscle(name)


def _muscle(name: Any) -> None:
    selected = f"({name.selection} === muscle.id || {name.selection}.startsWith(muscle.id + '/'))"
    with html.Button(
        v_for="muscle in group.muscles",
        key="muscle.id",
        type="button",
        classes="am-mrow",
        click="trigger('choose', [muscle.id])",
        raw_attrs=[
            f':aria-pressed="{selected}"',
            ':title="muscle.latin"',
            ":id=\"muscle.id.replace(':', '-')\"",
        ],
    ):
        html.Span("{{ muscle.name }}")
        html.Small("{{ muscle.points }} TrP", v_if="muscle.points")
