"""The addresses of the pairing of a call."""

from django.urls import URLPattern, path

from entreciudades.web.office.pairing import compare, pins, proposing, runs, standing, why


def addresses(prefix: str) -> list[URLPattern]:
    """Under a prefix that ends in the call."""
    home, run, pair = f"{prefix}pairing/", f"{prefix}pairing/runs/<int:number>/", "pairs/<slug:a>/<slug:b>/"
    return [
        path(home, standing.standing, name="call-pairing"),
        path(f"{home}runs/", runs.runs, name="call-pairing-runs"),
        path(f"{home}runs/new/", runs.new, name="call-pairing-new"),
        path(run, standing.run, name="call-pairing-run"),
        path(f"{run}stop/", runs.stop, name="call-pairing-stop"),
        path(f"{run}unpaired/", standing.unpaired, name="call-pairing-unpaired"),
        path(f"{run}{pair}", why.why, name="call-pairing-why"),
        path(f"{run}{pair}another/", why.override, name="call-pairing-override"),
        path(f"{run}follow/", why.follow, name="call-pairing-follow"),
        path(f"{run}propose/", proposing.propose, name="call-pairing-propose"),
        path(f"{home}compare/", compare.side_by_side, name="call-pairing-compare"),
        path(f"{home}pins/", pins.pins, name="call-pairing-pins"),
        path(f"{home}pins/add/", pins.add, name="call-pairing-pin-add"),
        path(f"{home}pins/<int:pk>/release/", pins.release, name="call-pairing-pin-release"),
    ]
