"""What the columns of a file of people probably are, by their headings.

Files come from every kind of system: `given_name`, `First Name`, `fname_c1`, `Forename(s)`; an address in
one column or in six; a date of birth in one or in three. A guess is shown before anything is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from alongside.people.folding import code

# Names that are no standard field: a tenant has them when they were needed once.
USERNAME, EXTERNAL_ID, IDENTITY_NUMBER = "username", "external_id", "identity_number"


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class Guess:
    """The headings that each field is taken from, in the order in which they are joined (a date as day,
    month, year); and those of which nothing is known. A field may have to be made first."""

    columns: Mapping[str, tuple[str, ...]]
    left: tuple[str, ...] = ()


_WHOLE: Mapping[str, Sequence[str]] = {
    "title": ["title", "salutation", "honorific", "prefix"],
    "given_name": [
        *["givenname", "givennames", "firstname", "firstnames", "forename", "forenames", "fname", "first"],
        *["given", "christianname", "vorname", "prenom", "nombre"],
    ],
    "middle_names": ["middlename", "middlenames", "middle", "mname", "secondname", "middleinitial"],
    "family_name": [
        *["familyname", "surname", "lastname", "lname", "last", "family", "sname", "secondsurname"],
        *["nachname", "nom", "apellido", "apellidos"],
    ],
    "date_of_birth": [
        *["dateofbirth", "dob", "birthdate", "birthday", "birthdt", "born", "datebirth", "bdate"],
        *["geburtsdatum", "datedenaissance"],
    ],
    "telephone": [
        *["telephone", "phone", "tel", "telno", "phonenumber", "telephonenumber", "landline", "homephone"],
        *["hometelephone", "phone1", "contactnumber", "daytimephone", "phoneno"],
    ],
    "mobile": ["mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "phone2", "mobiletelephone"],
    "email": ["email", "emailaddress", "mail", "emailid", "email1"],
    "postcode": ["postcode", "postalcode", "zip", "zipcode", "plz", "postcd", "pcode", "pc"],
    "account_number": ["accountnumber", "accountno", "account", "customernumber", "customerno", "acctno"],
    IDENTITY_NUMBER: [
        *["identitynumber", "socsecid", "ssn", "socialsecuritynumber", "socialsecurity", "nino"],
        *["nationalinsurancenumber", "nationalinsuranceno", "ninumber", "nhsnumber", "nhsno", "nationalid"],
        *["idnumber", "passportnumber", "taxid", "medicarenumber", "socsec"],
    ],
    EXTERNAL_ID: [
        *["externalid", "recid", "id", "personid", "customerid", "recordid", "uniqueid", "uid", "rowid"],
        *["sourceid", "entityid", "voterregnum", "ncid", "key", "reference"],
    ],
    USERNAME: ["username", "login", "userid"],
}
_DATE = (
    ["birthday", "dayofbirth", "bday", "bd", "dobday", "dayborn"],
    ["birthmonth", "monthofbirth", "bmonth", "bm", "dobmonth", "monthborn"],
    ["birthyear", "yearofbirth", "byear", "by", "dobyear", "yearborn", "yob"],
)
# In the order in which an address is written; what comes before the street stands on its line.
_ADDRESS = (
    ["flat", "apartment", "apt", "unit", "unitnumber", "subbuilding"],
    ["building", "buildingname", "housename"],
    ["streetnumber", "housenumber", "houseno", "streetno", "buildingnumber", "housenum", "stnumber"],
    ["address", "fulladdress", "address1", "addressline1", "addr1", "street", "streetname", "streetaddress"],
    ["address2", "addressline2", "addr2", "locality", "street2"],
    ["address3", "addressline3", "addr3", "district"],
    ["address4", "addressline4", "village"],
    ["suburb", "city", "town", "posttown", "cityname", "rescitydesc", "place", "ort", "municipality"],
    ["state", "county", "province", "region", "statecd", "territory"],
    ["country", "countrycode"],
)

_BY_CODE = {one: name for name, codes in _WHOLE.items() for one in codes}
_DATE_PART = {one: part for part, codes in enumerate(_DATE) for one in codes}
_ADDRESS_PART = {one: part for part, codes in enumerate(_ADDRESS) for one in codes}

# `fname_c1`, `dob (yyyy-mm-dd)`, `person.surname`, `Customer e-mail`, `Birth day*`
_AROUND = re.compile(r"\(.*?\)|\[.*?\]|\*")
_BEFORE = re.compile(r"^(?:person|customer|client|patient|resident|contact|applicant|user|res|current)(?=.)")
_BEHIND = re.compile(r"(?:c[0-9]|txt|text|val|value|std|orig)$")


def guess(
    headings: Iterable[str], fields: Iterable[Named], *, but: Mapping[str, str] = MappingProxyType({})
) -> Guess:
    """What each heading means, among these fields and those that can be made.

    A field's own name or label counts first. `but` are headings of which somebody said the field. Each
    field is taken from one column, unless several belong together; a second one is left.
    """
    own = {code(text): field.name for field in fields for text in (field.label, field.name)}
    columns: dict[str, list[str]] = {}
    dates: dict[int, str] = {}
    addresses: dict[int, str] = {}
    left: list[str] = []
    headings = list(headings)
    in_parts = any(_part(heading, _DATE_PART) == 1 for heading in headings)  # a month by itself
    for heading in headings:
        name = but.get(heading) or own.get(code(heading)) or _named(heading)
        if heading not in but and (
            name == "address" or (in_parts and _part(heading, _DATE_PART) is not None)
        ):
            name = None  # it may be one part of several
        if name is not None and (heading in but or name not in columns):
            columns.setdefault(name, []).append(heading)
        elif (part := _part(heading, _DATE_PART)) is not None and part not in dates:
            dates[part] = heading
        elif (part := _part(heading, _ADDRESS_PART)) is not None and part not in addresses:
            addresses[part] = heading
        else:
            left.append(heading)
    left += _put(columns, "date_of_birth", dates, needed=3)
    left += _put(columns, "address", addresses, needed=1)
    return Guess({name: tuple(theirs) for name, theirs in columns.items()}, tuple(left))


def _put(columns: dict[str, list[str]], name: str, parts: Mapping[int, str], *, needed: int) -> list[str]:
    """Join parts into a field that has no column of its own; those that are left over."""
    theirs = [parts[part] for part in sorted(parts)]
    if name in columns or len(theirs) < needed:
        return theirs
    columns[name] = theirs
    return []


def _named(heading: str) -> str | None:
    return next((_BY_CODE[one] for one in _codes(heading) if one in _BY_CODE), None)


def _part(heading: str, parts: Mapping[str, int]) -> int | None:
    return next((parts[one] for one in _codes(heading) if one in parts), None)


def _codes(heading: str) -> Iterable[str]:
    """The heading as a code, with what other systems put around it taken away bit by bit."""
    whole = code(_AROUND.sub("", heading))
    bare = _BEHIND.sub("", whole)
    return dict.fromkeys([whole, bare, _BEFORE.sub("", whole), _BEFORE.sub("", bare)])
