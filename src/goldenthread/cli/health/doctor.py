"""`goldenthread doctor`: what is wrong and how to mend it, and every setting with where it comes from."""

from collections.abc import Sequence
from dataclasses import asdict

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from goldenthread.cli.exits import Exit, sentence_of
from goldenthread.cli.health.checks import OFFLINE, ONLINE, Check, Finding
from goldenthread.cli.health.known_settings import Setting, read_settings
from goldenthread.cli.health.setting_faults import setting_faults
from goldenthread.cli.house import opened_house
from goldenthread.cli.output import AsJson, answer, examples

MARKS = {"good": "[green]✓ good[/]", "warning": "[yellow]! look[/]", "bad": "[red]✗ bad[/]"}


def add_to(app: typer.Typer) -> None:
    app.command(epilog=examples("goldenthread doctor", "goldenthread doctor --json"))(doctor)


def doctor(*, as_json: AsJson = False) -> None:
    """Say what is wrong and how to mend it. Exit code 1 where something is bad."""
    settings = read_settings()
    findings = examine()
    is_well = all(finding.state != "bad" for finding in findings)
    if as_json:
        figures = {
            "well": is_well,
            "checks": [asdict(each) for each in findings],
            "settings": [asdict(each) for each in settings],
        }
        answer("", figures, as_json=True)
    else:
        _show(findings, settings)
    if not is_well:
        raise typer.Exit(Exit.FAILED)


def examine() -> list[Finding]:
    """Run every check; one that breaks is a finding itself, and the others go on."""
    faults = list(setting_faults())
    findings = [
        *(Finding(each.name, "bad" if each.is_bad else "warning", each.sentence, each.remedy) for each in faults),
        *(_run(check) for check in OFFLINE),
    ]
    if any(each.is_bad for each in faults):
        remedy = "Mend the settings, then run doctor again."
        return [*findings, Finding("database", "warning", "It was not looked at.", remedy)]
    try:
        with opened_house():
            findings += [_run(check) for check in ONLINE]
    except Exception as error:  # noqa: BLE001  the doctor must not fall ill
        findings.append(Finding("database", "bad", sentence_of(error), "Look at DATABASE_URL or GOLDENTHREAD_HOME."))
    return findings


def _run(check: Check) -> Finding:
    try:
        return check()
    except Exception as error:  # noqa: BLE001
        name = check.__name__.removeprefix("check_").replace("_", " ")
        return Finding(name, "bad", sentence_of(error), "Mend what the sentence names, then run doctor again.")


def _show(findings: Sequence[Finding], settings: Sequence[Setting]) -> None:
    checks = Table("", "what", "finding", box=None, pad_edge=False)
    for finding in findings:
        remedy = f"\n[dim]→ {finding.remedy}[/]" if finding.remedy else ""
        checks.add_row(MARKS[finding.state], finding.name, escape(finding.sentence) + remedy)
    known = Table("setting", "from", "value", box=None, pad_edge=False)
    for setting in settings:
        value = f"{escape(setting.value)}\n[dim]{escape(setting.meaning)}[/]".lstrip()
        known.add_row(setting.name, setting.origin, value)
    out = Console(highlight=False)
    out.print(checks, "", known)
