"""Which OpenGL VTK can use here; to be asked before the first window of the process.

Without a working X server, EGL or OSMesa VTK does not raise, it crashes. So a throw-away process draws a few
pixels first. What worked is remembered in the user's cache folder under a key made of all that could change
the answer, so that only the first picture on a machine pays for the trial.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from viewer.errors import ViewerError

WINDOW = "VTK_DEFAULT_OPENGL_WINDOW"
EGL, OSMESA, X11 = "vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow", "vtkXOpenGLRenderWindow"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
MATTERS = (*DISPLAYS, "LD_LIBRARY_PATH", "LIBGL_ALWAYS_SOFTWARE", "MESA_LOADER_DRIVER_OVERRIDE")
TRIAL_S = 30.0

TRIAL = """
import numpy, vtkmodules.vtkRenderingOpenGL2
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow
window, renderer, pixels = vtkRenderWindow(), vtkRenderer(), vtkUnsignedCharArray()
window.SetOffScreenRendering({off_screen})
window.SetSize(16, 16)
renderer.SetBackground(0.0, 1.0, 0.0)
window.AddRenderer(renderer)
window.Render()
window.GetPixelData(8, 8, 8, 8, 0, pixels, 0)
raise SystemExit(0 if window.SupportsOpenGL() and pixels.GetValue(1) > 250 else 1)
"""

ADVICE = (
    "No OpenGL works here, so nothing can be drawn; on Debian or Ubuntu install it with"
    " 'apt-get install libegl1 libgl1-mesa-dri'."
)
NO_SCREEN = (
    "No window can be opened here: there is no display, or its OpenGL does not work;"
    " open the browser interface instead, or make pictures with 'shot'."
)


class OpenGLError(ViewerError):
    """Nothing can be drawn on this machine; the message says what to install."""


def prepare_still(cache: Path | None = None) -> str:
    """Choose the kind of window for drawing without a screen, for this process.

    Parameters
    ----------
    cache
        Folder for what is remembered; None for the user's cache folder.

    Returns
    -------
    str
        The class of VTK window in use; empty where the system has only one.

    Raises
    ------
    OpenGLError
        If none works.
    """
    return _prepare((EGL, OSMESA), off_screen=True, cache=cache, advice=ADVICE)


def prepare_window(cache: Path | None = None) -> str:
    """Choose the kind of window for a screen, for this process; like `prepare_still`."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in DISPLAYS):
        raise OpenGLError(NO_SCREEN)
    return _prepare((X11,), off_screen=False, cache=cache, advice=NO_SCREEN)


def prepare_nothing() -> None:
    """Let windows exist that are never drawn: for a browser that draws by itself."""
    from vtkmodules.vtkCommonCore import vtkLogger

    os.environ.setdefault(WINDOW, OSMESA)  # the only kind that loads no library before it draws
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)  # it would complain of libraries that nobody needs


def works(window_class: str, off_screen: bool = True) -> bool:
    """Draw a few pixels in a throw-away process, and tell whether they came out right."""
    trial = TRIAL.format(off_screen=int(off_screen))
    environment = {**os.environ, **({WINDOW: window_class} if window_class else {})}
    try:
        done = subprocess.run(
            [sys.executable, "-c", trial],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TRIAL_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def fingerprint(environment: Mapping[str, str]) -> str:
    """Name all that could change which window works: interpreter, VTK, variables, libraries, devices."""
    seen: list[object] = [
        sys.executable,
        sys.version,
        _vtk_version(),
        [environment.get(name) for name in MATTERS],
    ]
    seen += [_stamp(path) for path in ("/etc/ld.so.cache", "/dev/dri", "/dev/nvidiactl", "/.dockerenv")]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:24]


def _prepare(classes: tuple[str, ...], off_screen: bool, cache: Path | None, advice: str) -> str:
    if not sys.platform.startswith("linux"):
        return ""
    if os.environ.get(WINDOW):
        return os.environ[WINDOW]
    memory = (cache or _cache()) / f"opengl-{'still' if off_screen else 'screen'}-{fingerprint(os.environ)}"
    chosen = _recall(memory, classes) or next((name for name in classes if works(name, off_screen)), "")
    if not chosen:
        raise OpenGLError(advice)
    _remember(memory, chosen)
    os.environ[WINDOW] = chosen
    return chosen


def _recall(memory: Path, classes: tuple[str, ...]) -> str:
    try:
        name = memory.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name in classes else ""


def _remember(memory: Path, chosen: str) -> None:
    # only a success is kept: a failure is tried again each time, so that installing what is missing helps at
    # once
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(chosen, encoding="ascii")
    except OSError:
        return  # a folder that cannot be written to costs the next start a trial, no more


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("ashimap")


def _vtk_version() -> str:
    from vtkmodules.vtkCommonCore import vtkVersion

    return str(vtkVersion.GetVTKVersion())


def _stamp(path: str) -> tuple[str, float] | None:
    try:
        return path, Path(path).stat().st_mtime
    except OSError:
        return None
