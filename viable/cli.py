"""``viable``: the command line."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from viable.domain.errors import BadPlaybook, ViableError
from viable.settings import ROOT, read_settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Viable: leads that you can serve.")
playbook = typer.Typer(no_args_is_help=True, help="What the company knows: check, apply and export it.")
staff = typer.Typer(no_args_is_help=True, help="Accounts of the people behind the sign-in.")
cli.add_typer(playbook, name="playbook")
cli.add_typer(staff, name="staff")

Folder = Annotated[Path | None, typer.Argument(help="folder of the files; default: VIABLE_PLAYBOOK")]


def main() -> int:
    """Exit status of the command; errors raised on purpose are one clear line each."""
    try:
        cli(standalone_mode=True)
    except ViableError as error:
        for line in str(error).splitlines():
            typer.echo(f"viable: {line}", err=True)
        return 1
    return 0


@cli.command()
def up() -> None:
    """Start Rasa, the action server and the web server; Ctrl-C ends all."""
    from viable.supervisor.up import up as run

    raise typer.Exit(run())


@cli.command()
def prepare() -> None:
    """Bring the store up to date: tables, playbook, capacity."""
    from viable.bootstrap import App

    App(read_settings()).prepare()


@cli.command("check")
def check_viability(  # noqa: PLR0913, PLR0917 - each is an option of the command
    family: Annotated[str, typer.Option(help="product family, its id or words for it")],
    quantity: Annotated[int | None, typer.Option(help="pieces")] = None,
    to: Annotated[
        str, typer.Option(help="postal code here, or PT, PT 1100, ES 07001 Palma; or: pickup")
    ] = "",
    by: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="last acceptable day")] = None,
    budget: Annotated[str, typer.Option(help="the most to spend, such as 1500 or 1500 USD")] = "",
    customization: Annotated[str, typer.Option(help="none, logo, colour, packaging, …")] = "",
    size: Annotated[str, typer.Option(help="standard or own")] = "",
    designs: Annotated[int, typer.Option(help="different artworks")] = 1,
    authority: Annotated[str, typer.Option(help="decides, shares or none")] = "",
    language: Annotated[str, typer.Option(help="of the reasons; empty: the company's first")] = "",
    is_json: Annotated[bool, typer.Option("--json", help="the answer as JSON")] = False,
) -> None:
    """Say whether a request is viable, why not, when, for how much, and what would work instead."""
    from viable.bootstrap import App
    from viable.feeds.inquiry_json import asked_at_terminal
    from viable.wording.viability import answer_of, lines_of

    app = App(read_settings())
    typed: dict[str, object] = {
        "family": family,
        "quantity": quantity,
        "customization": customization,
        "size": size,
    }
    typed |= {"designs": designs, "authority": authority, "by": by and by.date()}
    found = app.viability.check(
        lambda book, today: asked_at_terminal(typed, to, budget, book).request(book, today)
    )
    answer = answer_of(found, app.sentences, language or app.playbook().company.languages[0])
    typer.echo(answer.model_dump_json(indent=2) if is_json else "\n".join(lines_of(answer)))


@cli.command()
def bottleneck(
    family: Annotated[str, typer.Option(help="of one product family only")] = "",
    weeks: Annotated[int | None, typer.Option(min=1, max=104, help="from this one on")] = None,
    relief: Annotated[
        float, typer.Option(min=0, help="extra hours on the first resource, in per cent")
    ] = 10.0,
    is_json: Annotated[bool, typer.Option("--json", help="the answer as JSON")] = False,
) -> None:
    """Say which resource limits the company and each family, what relieving it buys, and which is next."""
    from viable.bootstrap import App
    from viable.wording.bottleneck import lines_of, told_of

    told = told_of(App(read_settings()).bottlenecks.report(weeks), relief / 100, family)
    typer.echo(told.model_dump_json(indent=2) if is_json else "\n".join(lines_of(told)))


@cli.command()
def breakers() -> None:
    """Say which breakers warn or are open, and what the campaigns concerned do and why."""
    from viable.bootstrap import App

    with App(read_settings()).store.read() as tx:
        found, told = tx.breakers.all().values(), tx.campaigns.states()
    for breaker in found:
        if breaker.state != "closed":
            since = breaker.since.isoformat(timespec="minutes")
            typer.echo(f"{breaker.scope}: {breaker.state} at {breaker.ratio:.0%} since {since}")
    for change in told.values():
        typer.echo(f"campaign {change.campaign}: {change.after} ({change.outcome}), {change.cause}")
    typer.echo(
        f"{len(found)} breakers, {sum(breaker.state == 'closed' for breaker in found)} of them closed."
    )


@playbook.command()
def check(folder: Folder = None) -> None:
    """Say what is wrong with the playbook files, with file and line; every rule of ours needs its cases."""
    from viable.feeds.playbook_files import load_playbook
    from viable.feeds.rule_cases import CASES, problems_of_rules, read_cases

    found = load_playbook(folder or read_settings().playbook)
    if folder is None:
        cases, problems = read_cases((ROOT / CASES).read_text(encoding="utf-8"))
        problems = [*problems, *problems_of_rules(found.rules, cases)]
        if problems:
            raise BadPlaybook(problems)
    typer.echo(
        f"The playbook is sound: {len(found.families)} families, {len(found.rules)} rules, version {found.version}."
    )


@playbook.command()
def apply(folder: Folder = None) -> None:
    """Make the files the active playbook; when they are wrong, the last good one stays."""
    from viable.bootstrap import App
    from viable.feeds.playbook_files import parse_playbook, read_files

    app = App(read_settings())
    files = read_files(folder or app.settings.playbook)
    found = parse_playbook(files)
    with app.store.write() as tx:
        tx.playbooks.apply(found.version, files, "command line", app.clock())
    app.refresh()
    typer.echo(f"Active: {found.version}.")


@playbook.command()
def export(folder: Annotated[Path, typer.Argument(help="folder that the files are written to")]) -> None:
    """Write the active playbook as files."""
    from viable.bootstrap import App

    with App(read_settings()).store.read() as tx:
        active = tx.playbooks.active()
    if active is None:
        raise typer.BadParameter("the store has no playbook yet: run `viable prepare`")
    for name, text in active[1].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typer.echo(f"{len(active[1])} files of version {active[0]} written to {folder}.")


@staff.command()
def link(email: Annotated[str, typer.Argument(help="e-mail address of the account")]) -> None:
    """Print a one-time link with which a colleague sets a new password."""
    from viable.bootstrap import App

    app = App(read_settings())
    with app.store.read() as tx:
        account = tx.staff.by_email(email)
    if account is None:
        raise typer.BadParameter(f"nobody here has the address {email}")
    typer.echo(f"{app.settings.public_url}/console/welcome/{app.staff.link(account.id)}")


@staff.command("api-key")
def api_key(
    email: Annotated[str, typer.Argument(help="e-mail address of the account")],
    is_revoked: Annotated[
        bool, typer.Option("--revoke", help="end every key of the account instead")
    ] = False,
) -> None:
    """Print a key with which another system asks in a colleague's name; --revoke ends all of them."""
    from viable.bootstrap import App

    app = App(read_settings())
    app.store.create()
    if is_revoked:
        typer.echo(f"{app.api_keys.revoke(email)} keys revoked.")
    else:
        typer.echo(app.api_keys.make(email))


if __name__ == "__main__":
    sys.exit(main())
