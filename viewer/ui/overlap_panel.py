"""Looking at the overlap: the slider over the picture; the panel with the count, the curve, the pairs."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.desks.overlap import LEAST_MM, MOST_MM
from viewer.state import NullModel
from viewer.ui.words import Words

SHOWN = 12  # pairs on a page of the table
COLUMNS = ("trigger", "acupoint", "mm", "cun", "same", "region")
AT = "Math.round(overlap_mm) - overlap.least_mm"
PAIRS = "utils.ashimap.pairs(overlap.rows, overlap_filter, overlap_by, overlap_down)"


def build_overlap_wait(words: Words) -> None:
    """Add what stands over the picture while both maps are being compared."""
    html.Div(
        words("overlap.preparing"),
        v_if="overlap_preparing",
        classes="am-tools am-brushsize",
        raw_attrs=['role="status"'],
    )


def build_overlap_slider(alone: str, words: Words) -> None:
    """Add the tolerance and the count; they stay in sight. ``alone`` says when a card stands below."""
    with html.Div(v_if="overlap", classes="am-slide", id="overlap-tools"):
        with html.Div(raw_attrs=['role="toolbar"', f'aria-label="{words("overlap.tools")}"']):
            html.Label(words("overlap.within_label"), raw_attrs=['for="overlap-mm"'])
            html.Input(
                type="range",
                id="overlap-mm",
                raw_attrs=[
                    f'min="{LEAST_MM:g}"',
                    f'max="{MOST_MM:g}"',
                    'step="1"',
                    ':value="overlap_mm"',
                    '@input="overlap_mm = +$event.target.value; utils.ashimap.slide(overlap_mm)"',
                    f":aria-valuetext=\"overlap_mm + ' mm, ' + overlap.short[{AT}]\"",
                    f'title="{words("overlap.keys")}"',
                ],
            )
            html.B("{{ overlap_mm }} mm", id="overlap-at")
            v3.VBtn(
                icon="mdi-close",
                size="x-small",
                variant="text",
                click="trigger('overlap_toggle', [])",
                raw_attrs=[
                    f'aria-label="{words("overlap.leave")}"',
                    f'title="{words("overlap.leave")} (Esc)"',
                ],
                id="overlap-leave",
            )
        with html.P(v_if=f"!({alone})", classes="am-lead", id="overlap-told"):
            html.Span(f"{{{{ overlap.told[{AT}] }}}}")
            html.B(f"{{{{ overlap.verdicts[{AT}] }}}}", id="overlap-verdict")


def build_overlap_back(words: Words) -> None:
    """Add the way back from the card of a mark."""
    html.Button(
        "← " + words("overlap.back"),
        v_if="overlap",
        type="button",
        classes="am-link am-back",
        click="overlap_card ? (overlap_card = false) : trigger('choose', [''])",
        id="overlap-back",
    )


def build_overlap_panel(name: Any, words: Words) -> None:
    """Add the panel: the count, what counts, the curve, the pair that is looked at, and all pairs."""
    html.P(words("overlap.once"), classes="am-source")
    _choices(name, words)
    _curve()
    _pair(words)
    _table(words)
    _tint(name, words)


def build_honest(words: Words) -> None:
    """Add what the figures can and cannot show; it stays in sight."""
    html.P(words("overlap.honest"), v_if="overlap", classes="am-foot am-honest", id="overlap-honest")


def _choices(name: Any, words: Words) -> None:
    with html.Div(classes="am-choices", raw_attrs=['aria-live="off"']):
        extra, same = name.overlap.extra, name.overlap.same_muscle
        with html.Div(raw_attrs=['role="group"', f'aria-label="{words("overlap.which")}"']):
            _chip(words("overlap.channel_points"), f"!{extra}", "overlap_extra', [false]", "channel")
            _chip(words("overlap.all_points"), f"{extra}", "overlap_extra', [true]", "all")
        with html.Div(raw_attrs=['role="group"', f'aria-label="{words("overlap.where")}"']):
            _chip(words("overlap.any_muscle"), f"!{same}", "overlap_same', [false]", "any")
            _chip(words("overlap.same_muscle"), f"{same}", "overlap_same', [true]", "same")
    with html.Div(classes="am-choices am-nulls", raw_attrs=['aria-live="off"']):
        with html.Div(raw_attrs=['role="group"', f'aria-label="{words("overlap.chance")}"']):
            for null in NullModel:
                _chip(
                    words(f"overlap.null.{null}"),
                    f"{name.overlap.null} === '{null}'",
                    f"overlap_null', ['{null}']",
                    null,
                    f":disabled=\"!overlap.nulls.includes('{null}')\"",
                    f":title=\"overlap.nulls.includes('{null}') ? '' : '{words('overlap.shift_only')}'\"",
                )
        told = words("join.told", label=words("overlap.chance"), text="{{ overlap.meaning }}")
        html.P(told, classes="am-source", id="overlap-meaning")


def _chip(label: str, pressed: str, act: str, key: str, *attributes: str) -> None:
    html.Button(
        label,
        type="button",
        classes="am-chip",
        click=f"trigger('{act})",
        id=f"overlap-{key}",
        raw_attrs=[f':aria-pressed="{pressed}"', *attributes],
    )


def _curve() -> None:
    with html.Figure(classes="am-curve", raw_attrs=['aria-live="off"']):
        html.Div(
            v_html="overlap.chart",
            raw_attrs=[
                f":style=\"{{'--mm': overlap_mm, '--share': overlap.shares[{AT}]}}\"",
                '@mouseover="overlap_dot = utils.ashimap.told($event)"',
                '@focusin="overlap_dot = utils.ashimap.told($event)"',
                "@mouseleave=\"overlap_dot = ''\"",
            ],
            id="overlap-chart",
        )
        html.Div("{{ overlap_dot }}", v_if="overlap_dot", id="overlap-dot", raw_attrs=['role="status"'])
        with (
            html.Figcaption(classes="am-key"),
            html.Span(v_for="sample in overlap.key", key="sample[1]"),
        ):
            html.I(v_html="sample[0]", raw_attrs=['aria-hidden="true"'])
            html.Span("{{ sample[1] }}")


def _pair(words: Words) -> None:
    with html.Section(classes="am-pairbox", id="overlap-pair"):
        with html.Div(v_if="overlap_pair"):
            with html.Div(classes="am-pairhead"):
                pair = "{{ overlap_pair.title }}", "{{ overlap_pair.side }}"
                html.B(words("join.comma", first=pair[0], second=pair[1]))
                html.Span(
                    f"{{{{ overlap_pair.mm <= overlap_mm ? '{words('overlap.matches')}'"
                    f" : '{words('overlap.too_far')}' }}}}",
                    v_if="overlap_pair.mm >= 0",
                    classes="am-tag",
                )
            html.P("{{ overlap_pair.text }}")
            html.P("{{ overlap_pair.along }}", v_if="overlap_pair.along", id="overlap-along")
            _act(words("overlap.card"), "overlap_card = true", "overlap-card")
            _act(words("view.selection"), "trigger('look', ['selection'])", "overlap-face")
            _act(words("card.clear"), "trigger('choose', [''])", "overlap-clear")
        html.P(words("overlap.nothing"), v_else=True, classes="am-source")


def _act(label: str, act: str, key: str) -> None:
    html.Button(label, type="button", classes="am-link am-small", click=act, id=key)


def _table(words: Words) -> None:
    with html.Section(classes="am-pairs", raw_attrs=['aria-live="off"'], id="overlap-pairs"):
        label, yes, no = (words(f"overlap.{key}") for key in ("filter", "same", "not_same"))
        html.H2(words("overlap.pairs"))
        html.Input(
            type="search",
            classes="am-filter",
            id="overlap-filter",
            v_model=("overlap_filter", ""),
            input="overlap_page = 0",
            raw_attrs=[f'aria-label="{label}"', f'placeholder="{label}"', 'autocomplete="off"'],
        )
        with html.Table():
            with html.Thead(), html.Tr():
                for column in COLUMNS:
                    _heading(column, words)
            with (
                html.Tbody(),
                html.Tr(
                    v_for=f"row in {PAIRS}.slice(overlap_page * {SHOWN}, (overlap_page + 1) * {SHOWN})",
                    key="row.id",
                    click="trigger('choose', [row.id])",
                    raw_attrs=[
                        ':class="{far: row.mm > overlap_mm, chosen: overlap_pair'
                        ' && overlap_pair.id === row.id}"'
                    ],
                ),
            ):
                with html.Td():
                    html.Button(
                        "{{ row.trigger }}",
                        type="button",
                        raw_attrs=[
                            ":id=\"'pair-' + row.id\"",
                            ':aria-pressed="overlap_pair ? overlap_pair.id === row.id : false"',
                        ],
                    )
                html.Td("{{ row.acupoint }}", raw_attrs=[':title="row.acupoint_name"'])
                html.Td("{{ row.mm.toFixed(0) }}", classes="n")
                html.Td("{{ row.cun.toFixed(1) }}", classes="n")
                html.Td(
                    "{{ row.same ? '✓' : '–' }}",
                    raw_attrs=[f":aria-label=\"row.same ? '{yes}' : '{no}'\""],
                )
                html.Td("{{ row.region }}")
        _pages(words)


def _heading(column: str, words: Words) -> None:
    sorted_by = f"overlap_by === '{column}'"
    with html.Th(
        raw_attrs=[
            'scope="col"',
            f":aria-sort=\"{sorted_by} ? (overlap_down ? 'descending' : 'ascending') : 'none'\"",
        ]
    ):
        html.Button(
            words(f"overlap.column.{column}") + f" {{{{ {sorted_by} ? (overlap_down ? '▾' : '▴') : '' }}}}",
            type="button",
            click=f"overlap_down = {sorted_by} && !overlap_down; overlap_by = '{column}'; overlap_page = 0",
            id=f"overlap-by-{column}",
        )


def _pages(words: Words) -> None:
    count = f"{PAIRS}.length"
    with html.Div(classes="am-pages"):
        _page("previous", "‹", "overlap_page = overlap_page - 1", "overlap_page < 1", words)
        first = f"{count} ? overlap_page * {SHOWN} + 1 : 0"
        end = f"Math.min((overlap_page + 1) * {SHOWN}, {count})"
        shown = words(
            "overlap.shown", first=f"{{{{ {first} }}}}", last=f"{{{{ {end} }}}}", count=f"{{{{ {count} }}}}"
        )
        html.Span(shown, id="overlap-page")
        last = f"(overlap_page + 1) * {SHOWN} >= {count}"
        _page("next", "›", "overlap_page = overlap_page + 1", last, words)


def _page(which: str, sign: str, act: str, disabled: str, words: Words) -> None:
    html.Button(
        sign,
        type="button",
        classes="am-chip",
        click=act,
        id=f"overlap-{which}",
        raw_attrs=[f':disabled="{disabled}"', f'aria-label="{words(f"overlap.{which}")}"'],
    )


def _tint(name: Any, words: Words) -> None:
    with html.Section(classes="am-counts am-agree", raw_attrs=['aria-live="off"']):
        html.Button(
            words("overlap.tint"),
            type="button",
            classes="am-chip",
            click=f"trigger('overlap_tint', [!{name.overlap.agreement}])",
            id="overlap-tint",
            raw_attrs=[f':aria-pressed="{name.overlap.agreement}"'],
        )
        html.I(raw_attrs=[':style="{background: overlap.legend[0]}"'])
        with html.Div():
            html.Span("{{ tick }}", v_for="tick in overlap.legend[1]", key="tick")
        html.P(words("overlap.tint_means"), classes="am-source")
