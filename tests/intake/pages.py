"""Pages of invented outlets, as the tests build them."""

PARAGRAPHS = (
    "A planned visit to Kenya by Slovenian President Elena Varga has been postponed, a source told Adriapress.",
    "“The visit will not take place on March 18,” the source said on condition of anonymity. “A date will follow.”",
    "Kenya’s foreign ministry declined to comment, and the president’s office in Ljubljana gave no new date for it.",
    "A second round of talks on the port agreement, due to be held in Mombasa this week, was still going ahead.",
)


def page(*, head: str = "", body: str = "", title: str = "Varga visit to Kenya postponed") -> str:
    """One page: menu, headline, paragraphs, footer."""
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} | Coast Tribune</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><main><article><h1>{title}</h1>"
        f"{body}{paragraphs}</article></main>"
        "<footer><p>Sign up for our newsletter. All rights reserved.</p></footer></body></html>"
    )
