"""Notes: the drawer of tender spots and painted areas, of saving and opening; the fields on their cards."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.notes.model import LONGEST_TEXT, LONGEST_TITLE
from viewer.ui.words import Words

FILES = {
    "save": ("mdi-content-save-outline", "utils.notes.save(notes.file)"),
    "open": ("mdi-folder-open-outline", "utils.notes.choose()"),
    "link": ("mdi-link-variant", "utils.notes.link()"),
    "over": ("mdi-restart", "trigger('desk_anew', [])"),
}
TOOLS = {"spot": "mdi-gesture-tap", "paint": "mdi-brush"}
# what is being typed or slid is ahead of what the program knows, and no other news may take it away
NOW = "utils.notes.now(notes_live, row.id, '{0}', row.{0})"
STRENGTH = NOW.format("intensity")


def build_notes_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
    with html.Div(v_if="notes", classes="am-notes"):
        _title(words)
        _nothing_yet(words)
        with (
            html.Ul(v_if="notes.rows.length", classes="am-notes-list", id="notes-list"),
            html.Li(
                v_for="row in notes.rows",
                key="row.id",
                raw_attrs=[
                    f":class=\"{{'am-notes-chosen': {name.selection} === row.id}}\"",
                    ":id=\"'note-' + row.id.replace(':', '-')\"",
                ],
            ),
        ):
            _head(words)
            _fields(words, "drawer")
        _files(words)


def build_note_fields(words: Words) -> None:
    """Add to the card of a kept spot or area what is noted of it."""
    with html.Div(
        v_if="notes && (card.ashi || card.area)",
        v_for="row in notes.rows.filter((one) => one.id === card.id)",
        key="row.id",
        classes="am-notes-oncard",
        id="note-fields",
    ):
        _fields(words, "card")


def build_area_buttons(words: Words) -> None:
    """Add what can be done with a kept area: ask about it again, remove it."""
    with html.Div(v_if="card.area"):
        for key, click in (
            ("ask", "trigger('area_ask', [card.area])"),
            ("remove", "trigger('note_drop', [card.id])"),
        ):
            html.Button(words(f"ashi.{key}"), type="button", classes="am-link", click=click, id=f"area-{key}")


def build_notes_said(words: Words) -> None:
    """Add the line that says what has become of a file, and the field for a link that cannot be copied."""
    with html.Div(
        classes="am-notes-saidbox", raw_attrs=['role="status"', 'aria-live="polite"'], id="notes-saidbox"
    ):
        with html.Div(
            v_if="notes_said",
            classes=("['am-notes-said', notes_said.wrong && 'am-notes-wrong']",),
            id="notes-said",
        ):
            v3.VIcon("{{ notes_said.wrong ? 'mdi-alert-circle-outline' : 'mdi-check' }}", size=20)
            html.Span("{{ notes_said.text }}")
            html.Button(
                words("history.undo"),
                v_if="notes_said.undo && can_undo",
                type="button",
                click="trigger('undo', []); trigger('notes_hush', [])",
                id="notes-undo",
            )
            _icon("mdi-close", words("notes.hush"), "trigger('notes_hush', [])", "notes-hush")
        with html.Div(v_if="notes_link", classes="am-notes-said", id="notes-linkbox"):
            html.Label(words("notes.copy_by_hand"), raw_attrs=['for="notes-link-text"'])
            html.Input(
                raw_attrs=[":value='notes_link'", "readonly", '@focus="$event.target.select()"'],
                id="notes-link-text",
            )
            _icon("mdi-close", words("notes.hush"), "notes_link = ''", "notes-link-close")
    with html.Div(classes="am-notes-drop", raw_attrs=['aria-hidden="true"']):
        v3.VIcon("mdi-file-import-outline", size=40)
        html.Span(words("notes.drop"))


def _title(words: Words) -> None:
    html.Input(
        classes="am-notes-title",
        type="text",
        id="notes-title",
        raw_attrs=[
            ":value=\"utils.notes.now(notes_live, '', 'title', notes.title)\"",
            "@input=\"utils.notes.type('', 'title', $event.target)\"",
            f'maxlength="{LONGEST_TITLE}"',
            f'placeholder="{words("notes.title")}"',
            f'aria-label="{words("notes.title")}"',
            'autocomplete="off"',
            "@change=\"utils.notes.edit('', 'title', $event.target)\"",
            '@keydown.enter="$event.target.blur()"',
        ],
    )


def _nothing_yet(words: Words) -> None:
    with html.Div(v_if="!notes.rows.length", classes="am-notes-empty", id="notes-empty"):
        html.Img(src="__ashimap/ashi.svg", alt="", width=36)
        html.P(words("notes.empty"))
        for tool, icon in TOOLS.items():
            v3.VBtn(
                words(f"notes.begin_{tool}"),
                variant="tonal",
                color="primary",
                size="small",
                prepend_icon=icon,
                click=f"trigger('pain_tool', ['{tool}']); utils.notes.aside()",
                id=f"notes-{tool}",
            )


def _head(words: Words) -> None:
    with html.Div(classes="am-notes-head"):
        html.Img(src=("row.icon",), alt="", width=22)
        with html.Button(
            type="button", classes="am-notes-name", click="trigger('choose', [row.id]); utils.notes.aside()"
        ):
            html.B("{{ row.name }}")
        _icon("mdi-target", words("notes.go"), "trigger('note_go', [row.id]); utils.notes.aside()")
        _icon("mdi-delete-outline", words("notes.remove"), "trigger('note_drop', [row.id])")
    html.P(words("join.comma", first="{{ row.where }}", second="{{ row.side }}"), classes="am-notes-where")


def _fields(words: Words, place: str) -> None:
    unsaid = words("notes.unsaid")
    says = "utils.notes.edit(row.id, 'intensity', $event.target)"
    with html.Div(classes="am-notes-fields"):
        html.Input(
            type="text",
            classes="am-notes-text",
            raw_attrs=[
                f'maxlength="{LONGEST_TEXT}"',
                f'placeholder="{words("notes.text")}"',
                f'aria-label="{words("notes.text")}"',
                'autocomplete="off"',
                '@keydown.enter="$event.target.blur()"',
                *_field("text", place),
            ],
        )
        with html.Label(classes="am-notes-how", raw_attrs=[f'title="{words("notes.scale")}"']):
            html.Span(words("notes.intensity"))
            html.Input(
                type="range",
                raw_attrs=[
                    'min="0"',
                    'max="10"',
                    'step="1"',
                    f":class=\"{{'am-notes-unsaid': {STRENGTH} === null}}\"",
                    f":style=\"{{'--share': ({STRENGTH} || 0) * 10 + '%'}}\"",
                    f":aria-valuetext=\"{STRENGTH} === null ? '{unsaid}' : {STRENGTH} + ' / 10'\"",
                    # 0 is where an unsaid one stands: a click there says it
                    f'@click="row.intensity === null && {says}"',
                    *_field("intensity", place, " || 0"),
                ],
            )
            html.Output(f"{{{{ {STRENGTH} === null ? '–' : {STRENGTH} }}}}")
        html.Input(
            type="date",
            classes="am-notes-date",
            raw_attrs=[f'aria-label="{words("notes.date")}"', *_field("date", place)],
        )


def _field(of: str, place: str, otherwise: str = "") -> list[str]:
    """Attributes that bind a field to what is noted, and it to the field."""
    return [
        f':value="{NOW.format(of)}{otherwise}"',
        f"@input=\"utils.notes.type(row.id, '{of}', $event.target)\"",
        f"@change=\"utils.notes.edit(row.id, '{of}', $event.target)\"",
        f":id=\"'{place}-{of}-' + row.id.replace(':', '-')\"",
    ]


def _files(words: Words) -> None:
    html.H2(words("notes.files"))
    with html.Div(classes="am-notes-files"):
        for key, (icon, click) in FILES.items():
            _do(key, icon, click, words(f"notes.{key}"), words(f"notes.why_{key}"))
    with html.Details(classes="am-notes-privacy"):
        html.Summary(words("notes.private"))
        html.P(words("notes.private_more"))
        html.P(words("notes.link_more"))


def _do(key: str, icon: str, click: str, name: str, why: str) -> None:
    with html.Button(
        type="button",
        classes="am-notes-do",
        click=click,
        id=f"notes-{key}",
        raw_attrs=[f'title="{why}"'],
    ):
        v3.VIcon(icon, size=20)
        html.Span(name)


def _icon(icon: str, label: str, click: str, its_id: str = "") -> None:
    with html.Button(
        type="button",
        classes="am-notes-icon",
        click=click,
        raw_attrs=[f'aria-label="{label}"', f'title="{label}"', *([f'id="{its_id}"'] if its_id else [])],
    ):
        v3.VIcon(icon, size=20)
