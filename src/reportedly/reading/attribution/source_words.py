"""Words by which a source is known: pronouns, documents, outlets, bodies, offices, parties."""

from __future__ import annotations

__all__ = [
    "BODIES",
    "CHARACTERS",
    "DOCUMENTS",
    "GROUPS",
    "HE_FORMS",
    "INSTITUTIONS",
    "I_FORMS",
    "NOMINAL",
    "OUTLETS_ALONE",
    "OUTLETS_DEFINITE",
    "OUTLET_NOUNS",
    "PARTIES",
    "PEOPLE",
    "PRONOUNS",
    "SHE_FORMS",
    "SOURCELIKE",
    "STATE_OFFICES",
    "THEY_FORMS",
    "WHO_FORMS",
    "WORDS_OF",
]


HE_FORMS = frozenset("he him his himself".split())
SHE_FORMS = frozenset("she her hers herself".split())
IT_FORMS = frozenset("it its itself".split())
THEY_FORMS = frozenset("they them their theirs themselves both".split())
I_FORMS = frozenset("i me my myself we us our ourselves mine".split())
WHO_FORMS = frozenset("who which whom that".split())
PRONOUNS = HE_FORMS | SHE_FORMS | IT_FORMS | THEY_FORMS | I_FORMS | WHO_FORMS

DOCUMENTS = frozenset(
    """report letter statement document indictment memo memorandum book email e-mail tweet article poll survey study
    filing complaint transcript excerpt post lawsuit suit note dossier affidavit record figure datum data paper
    analysis review communique communiqué declaration resolution order ruling decision bill law treaty agreement
    text message cable editorial column op-ed blog charge testimony script speech draft proposal plan website page
    warrant motion brief opinion assessment audit rumor rumour release doctrine rule guideline advisory manifesto
    video notice interview minute statistic estimate research petition screenshot summary subpoena footage photograph
    photo image recording spreadsheet ledger invoice receipt contract correspondence diary logbook census finding result
    dissent statute leaflet brochure timetable version edition biography autobiography""".split()
)
SOURCELIKE = frozenset(
    """source official spokesman spokeswoman spokesperson person people diplomat lawmaker minister ministry military
    government police media newspaper agency lawyer aide adviser advisor witness expert analyst report statement
    letter document email e-mail memo study poll data figure record survey filing transcript intelligence leader
    president doctor relative family prosecutor investigator commander general interview authority employee
    executive envoy delegate insider""".split()
)
"""Nouns for those whom others cite."""

PEOPLE = frozenset(
    """resident neighbour neighbor survivor eyewitness fisherman worker driver guard nurse teacher student pupil
    passenger colleague friend villager farmer engineer economist scientist researcher professor captain pilot master
    skipper
    manager director owner head chief deputy secretary councillor councilman sailor shopkeeper guest surgeon priest
    headteacher headmaster headmistress
    bishop pastor judge clerk porter cleaner coach trainer player striker goalkeeper referee editor reporter
    correspondent columnist critic curator conductor author novelist poet historian geologist biologist chemist
    physicist mother father brother sister wife husband son daughter uncle aunt cousin parent child boy girl man woman
    banker broker trader lender inspector auditor planner builder architect mechanic electrician plumber baker butcher
    hunter climber hiker skier cyclist swimmer walker chairman chairwoman chair treasurer governor mayor senator
    congressman premier chancellor king queen prince princess general colonel admiral soldier officer detective sheriff
    firefighter paramedic medic negotiator mediator organiser organizer activist campaigner protester veteran refugee
    migrant prisoner inmate suspect victim defendant plaintiff juror spokesman spokeswoman""".split()
)
"""Nouns for people, beside those for sources."""

# Read as the word of whoever sent it: "a response from the party said".
WORDS_OF = frozenset("response statement reply remark comment spokesperson press".split())
OUTLET_NOUNS = frozenset(
    """media medium newspaper paper magazine network broadcaster channel station daily tabloid weekly outlet agency
    television tv radio site website press newswire news publication blog""".split()
)
OUTLETS_ALONE = frozenset(
    """media newspaper magazine broadcaster tabloid newswire outlet press television tv""".split()
)
OUTLETS_DEFINITE = frozenset("agency newspaper paper network broadcaster channel magazine station outlet".split())
BODIES = frozenset(
    """committee ministry administration campaign team government military agency company party department court panel
    council community cabinet parliament senate congress house police army navy embassy bank union organization
    organisation group commission office service bureau institute university firm board establishment jury industry
    leadership regime force delegation association coalition chief-of-staff headquarters palace center centre
    watchdog camp judiciary opposition mission foundation militia intelligence nation country kingdom state city
    republic""".split()
)
INSTITUTIONS = frozenset(
    """regulator inspectorate tribunal authority airline carrier automaker carmaker planemaker drugmaker chipmaker
    lender insurer retailer brewer manufacturer utility conglomerate brokerage startup start-up airport railway club
    league federation charity museum gallery theatre theater festival venue school college hospital church
    orchestra""".split()
)
"""Nouns for firms and bodies by what they are for: alone they name one no better than "the company" does."""
# "The billionaire", "the Republican": such words take up somebody named just before.
CHARACTERS = frozenset(
    """mogul star billionaire millionaire businessman businesswoman republican democrat candidate hopeful veteran
    politician native newcomer celebrity entrepreneur tycoon magnate conservative liberal moderate populist
    socialist frontrunner front-runner contender nominee incumbent challenger lawmaker statesman
    year-old outsider actress actor singer rapper comedian author founder athlete quarterback filmmaker novelist
    playwright pop-star superstar strongman heiress socialite royal""".split()
)
STATE_OFFICES = frozenset("minister president premier chancellor king queen ambassador".split())
PARTIES = frozenset("democrats republicans tories conservatives liberals greens socialists labour labor".split())
GROUPS = frozenset({"groups", "companies", "agencies", "organizations", "organisations", "banks", "unions"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
