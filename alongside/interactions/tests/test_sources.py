"""Whose links are followed at once (T-05): the whole table."""

from itertools import product

from alongside.interactions.sources import SOMEWHERE, origin_of, sources, stranger

OWN, KNOWN, OTHER = "https://alder.example", "https://phones.example.org", "http://evil.example:8080"


def test_a_link_is_followed_from_the_house_from_programs_and_from_pages_it_knows() -> None:
    found = {
        (fetched, referer): stranger(
            {"Sec-Fetch-Site": fetched, "Referer": f"{referer}/a?b=c" if referer else ""},
            own=OWN,
            known=(KNOWN,),
        )
        for fetched, referer in product(
            ("", "none", "same-origin", "same-site", "cross-site", "odd"), ("", OWN, KNOWN, OTHER)
        )
    }
    followed = {key for key, source in found.items() if not source}
    assert followed == (
        set(product(("none", "same-origin"), ("", OWN, KNOWN, OTHER)))
        | {("", ""), ("", OWN)}
        | set(product(("", "same-site", "cross-site", "odd"), (KNOWN,)))
    )
    assert found["cross-site", OTHER] == OTHER
    assert found["cross-site", ""] == SOMEWHERE
    assert found["cross-site", OWN] == OWN  # a page here is of the same origin: whoever says otherwise lies


def test_an_origin_is_a_scheme_a_host_and_an_unusual_port() -> None:
    assert [
        origin_of(text)
        for text in (
            "https://Phones.example.org/call?q=1",
            "http://phones.example.org:80",
            "https://phones.example.org:8443/",
            "https://[2001:db8::1]/",
            "https://user:secret@phones.example.org/",
        )
    ] == [
        "https://phones.example.org",
        "http://phones.example.org",
        "https://phones.example.org:8443",
        "https://[2001:db8::1]",
        "https://phones.example.org",
    ]
    for odd in (
        "",
        "phones.example.org",
        "javascript:alert(1)",
        "https://",
        "https://a:99999/",
        "//a",
        "https://[",
    ):
        assert origin_of(odd) == ""
    assert sources({"pop_sources": [KNOWN, 7, None]}) == (KNOWN,)
    assert sources({"pop_sources": "https://all"}) == ()
