"""The verbs, particles and nouns that tags are made of."""

from __future__ import annotations

__all__ = [
    "ALOUD",
    "MANNER",
    "NEEDS_PARTICLE",
    "PAPERS_DO",
    "PARTICLES",
    "REPLIES",
    "SAYING",
    "TO_KNOW",
]

# Verbs that take what is said as a clause: Levin's verbs of saying (37.7), of complaint (37.8), of telling (37.1, 37.2,
# 37.9), of declaring and of conjecture (29.4, 29.5), as far as they stand in tags.
SAYING = frozenset(
    """acknowledge add admit advise affirm allege announce answer argue assert assume assure attest aver avow
    believe boast brag calculate caution charge claim comment complain concede conclude confess confide confirm
    contend counter declare demand enthuse estimate explain fear find grumble guess hint insist joke judge
    lament maintain mention moan muse note object observe point predict proclaim promise protest quip read
    reason reassure recall reckon recount reflect reiterate remark remember remind repeat reply report respond
    retort reveal say speculate state stress submit suggest suppose surmise suspect swear tell testify think
    urge vow warn whine wonder worry write""".split()
)
# Verbs that name how it is said, or what went with it (Levin's 37.3, 37.6, 40.2): tags beside quotations alone.
MANNER = frozenset(
    """ask babble bark bawl beam beg begin bellow blare bleat bluster boom bray bristle burble cackle call chant
    chide chime chirp chortle chorus chuckle coax command continue coo crack croak croon crow cry demand drawl
    drone echo enquire exclaim exult fume gasp giggle grin gripe groan growl grumble grunt gush holler hoot howl
    implore inquire instruct interject interrupt intone jeer jest jibe lecture lisp marvel moan mock mumble
    murmur mutter nag opine order persist plead pledge post pray preach press purr query question rage rant rasp
    rejoin roar say scoff scold scowl scream screech shout shriek shrug sigh smile smirk snap snarl sneer sniff
    sniffle snort sob splutter sputter squawk squeak squeal stammer storm stutter swear tease thunder trill
    tweet venture volunteer wail weep wheeze whimper whisper whoop yell yelp""".split()
)
# Those of them that are hardly ever anything else than speech where somebody who can say it stands behind them.
ALOUD = frozenset(
    """bluster chuckle crow enthuse exclaim fume gripe gush interject intone jest jeer marvel mutter opine plead preach
    rage rant rejoin retort scoff shrug snap sneer sniff splutter storm thunder tweet volunteer""".split()
)
PARTICLES = {
    "point": "out", "chime": "in", "cry": "out", "call": "out", "shoot": "back", "hit": "back", "fire": "back",
    "snap": "back", "blurt": "out", "spell": "out",
}  # fmt: skip
NEEDS_PARTICLE = frozenset({"point", "chime", "shoot", "hit", "fire", "spell"})
TO_KNOW = frozenset({"want", "demand"})
REPLIES = frozenset("reply answer response retort rejoinder question cry shout warning".split())
# What a paper does in a tag; "announced a report" tells of the report.
PAPERS_DO = frozenset("say state read note warn reveal find conclude suggest claim report estimate add predict".split())
