"""What is printed when the demonstration is ready: where it is, and who can sign in."""

from __future__ import annotations

from alongside.command.demo import cast


def announce(name: str, people: int, address: str) -> None:
    print(text(name, people, address), flush=True)


def text(name: str, people: int, address: str) -> str:
    places = {
        "Pages of residents": f"{address}/",
        "Console of agents": f"{address}/console/",
        "Signing in": f"{address}/accounts/login/",
    }
    staff = [
        (who.username, f"{who.given_name} {who.family_name}", who.role, who.remark) for who in cast.COLLEAGUES
    ]
    residents = [
        (who.username, f"{who.given_name} {who.family_name}", "Resident", who.remark)
        for who in cast.RESIDENTS
    ]
    return "\n".join(
        [
            "",
            f"{name} is ready, with {people:,} people. Stop it with Ctrl-C; what happens here is kept.",
            "",
            *(f"  {what:<20}{where}" for what, where in places.items()),
            "",
            f"  Everybody's password is  {cast.PASSWORD}",
            "",
            *(f"  {user:<8}{who:<18}{role:<15}{remark}" for user, who, role, remark in [*staff, *residents]),
            "",
        ]
    )
