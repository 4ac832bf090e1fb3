"""The menu of languages, each under the name that it has for itself."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

PRESENT = "(languages.find((one) => one.key === {language}) || {{}}).name"


def build_language_menu(name: Any, words: Words) -> None:
    """Add the button that opens the menu; there is none where there is nothing to choose from."""
    present = PRESENT.format(language=name.language)
    with v3.VBtn(
        v_if="languages.length > 1",
        size="small",
        variant="text",
        prepend_icon="mdi-translate",
        classes="am-language",
        id="language",
        raw_attrs=[
            f":aria-label=\"'{words('language.choose')}: ' + {present}\"",
            f'title="{words("language.choose")}"',
            'aria-haspopup="menu"',
        ],
    ):
        html.Span(f"{{{{ {present} }}}}", raw_attrs=[f':lang="{name.language}"'], classes="am-language-name")
        with (
            v3.VMenu(activator="parent", location="bottom end"),
            v3.VList(
                density="compact", raw_attrs=['role="menu"', f'aria-label="{words("language.choose")}"']
            ),
        ):
            v3.VListItem(
                v_for="one in languages",
                key="one.key",
                title=("one.name",),
                active=(f"one.key === {name.language}",),
                color="primary",
                click=f"{name.language} = one.key",
                raw_attrs=[
                    'role="menuitemradio"',
                    ':lang="one.key"',
                    f':aria-checked="one.key === {name.language}"',
                    ":id=\"'language-' + one.key\"",
                ],
            )


def build_locale(words: Words) -> Any:
    """Return what gives the widgets' own words, such as the name of a cross that clears, for all within."""
    opens, closes = words("widget.open"), words("widget.close")
    clears, acts = words("widget.clear", what="{0}"), words("widget.act", what="{0}")
    inputs = f"{{clear: '{clears}', prependAction: '{acts}', appendAction: '{acts}'}}"
    return v3.VLocaleProvider(
        locale="here",
        messages=(f"{{here: {{open: '{opens}', close: '{closes}', input: {inputs}}}}}",),
        classes="am-locale",
    )
