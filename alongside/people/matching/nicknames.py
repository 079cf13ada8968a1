"""Pet names and other forms of one given name, as people in Britain and Ireland use them."""

from __future__ import annotations

from collections import defaultdict

# Each line is one name; a form may stand in several, for Al may be Alan and Albert.
_FORMS = """
abigail abbie abby gail
albert al bert bertie
alexander alex al sandy alec xander sasha
alexandra alex sandra sandy lexi sasha
alfred alf alfie fred
alan allan allen al
amanda mandy
andrew andy drew andrea
anne ann anna annie nan nancy
anthony tony antony ant
antoinette toni
arthur art artie
barbara barb babs barbie
benjamin ben benny
beverley bev
caroline carol carrie caz
catherine katherine kathryn cathy kathy kate katie kat kit cath
charles charlie chas chuck
charlotte lottie charlie char
christina christine chris tina chrissie
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
danielle dani
david dave davey
deborah debbie deb debs debra
dennis denis den
dominic dom
donald don donnie
dorothy dot dottie dolly
douglas doug dougie
edward ed eddie ted teddy ned
eleanor ellie nell nora elle
elizabeth liz lizzie beth betty eliza elsie lisa libby betsy bess
emily em emma millie
frances fran frankie fanny
francis frank frankie
frederick fred freddie
gareth gary gaz
geoffrey jeffrey geoff jeff
georgina georgie gina
gerald gerard gerry jerry ged
gillian jill gill
graham graeme
gregory greg
harold harry hal
harriet hattie
helen nell ellen
henry harry hal hank
hugh hughie
irene rene
isabel isabella bella izzy isobel belle
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie
janet jan
jane janie jenny
jeremy jerry jez
jennifer jenny jen
jessica jess jessie
john jon johnny jack
jonathan jon jonny nathan
joseph joe joey
josephine jo josie
joanna joanne jo
joshua josh
judith judy jude
julia julie jules
kenneth ken kenny
kevin kev
kimberley kim
laurence lawrence larry laurie
leonard len lenny leo
leslie les lesley
louise lou
lucille lucy
margaret maggie meg peggy madge marge greta daisy rita mags
martha mattie patty
martin marty
mary molly polly mamie may marie maria
matilda tilly mattie
matthew matt
maureen mo
maurice mo morris
melanie mel
melissa mel lissa
michael mike mick mickey mikey
michelle shelly chelle
mohammed muhammad mohammad mohamed mohamad muhammed
natalie nat
nathaniel nathan nat nate
nicholas nick nicky
nicola nicky nicole
norman norm
oliver ollie olly
olivia liv livvy
pamela pam
patricia pat patsy tricia trish patty
patrick pat paddy rick
penelope penny
peter pete
philip phillip phil pip
philippa pippa pip
priscilla cilla
rachel rachael rae
raymond ray
rebecca becky becca bex
reginald reg reggie
richard rich rick ricky dick dickie
robert rob robbie bob bobby bert
roberta bobbie
roderick rod roddy
roger rog
ronald ron ronnie
rosemary rose rosie
rosalind ros roz
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sean shaun shawn john
sheila shelagh sheelagh
sidney sid sydney
simon si
sophia sophie
stanley stan
stephanie steph stephie
stephen steven steve stevie
stuart stewart stu
susan sue susie suzy suzanne susannah
sylvia sylvie
terence terry tel terrence
teresa theresa terry tess tessa
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
tobias toby
valerie val
veronica ronnie vera
victor vic
victoria vicky vic tori
vincent vince vinny
virginia ginny
walter walt wally
wendy gwendolyn gwen
wilfred wilf fred
william bill billy will willie liam
winifred win winnie freda
yvonne vonnie
zachary zach zack zac
"""

_lines_of: defaultdict[str, set[int]] = defaultdict(set)
for _line, _names in enumerate(_FORMS.split("\n")):
    for _name in _names.split():
        _lines_of[_name].add(_line)


def are_one_name(one: str, other: str) -> bool:
    """Whether two folded given names may be forms of one: Bill and William."""
    return not _lines_of.get(one, _NONE).isdisjoint(_lines_of.get(other, _NONE))


_NONE: frozenset[int] = frozenset()
