"""The words that the rules know; voc's own lists are others, so that neither can excuse the other."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


GRAMMAR = {
    "en": listed(
        """
        a an the and or but nor of to for from with without at by into onto in on as than that which who
        whose because if when while where whether why how what is are was were be been am has have had do
        does did will would can could should may might must my your our their its his her this these those
        not no i we they he she it you me us them so very isn't aren't wasn't don't doesn't didn't can't
        cannot won't couldn't i'm i've it's there please after against before during over through
        """
    ),
    "fi": listed(
        """
        ja tai mutta että kun koska jos joka jotka jonka mikä mitä miten miksi missä mistä milloin kuinka
        kuin sekä eli vaan vaikka jotta ei en eivät emme et on ovat oli olen ole ollut minun minä minulle
        mun meidän teidän sen se tämä tämän tuo nyt vain kanssa ennen ilman noin kuten onko voiko voinko
        voitko
        """
    ),
    "sv": listed(
        """
        en ett den det de och eller men att som för från med utan till av på i om när där är var har hade
        kan kunde ska skulle vill min mina mitt din er vår inte jag vi ni du han hon hur vad varför eftersom
        innan efter under mellan
        """
    ),
}
"""Words of grammar, by language."""

DANGLING = {
    "en": listed(
        """
        a an the and or but nor of from with without into onto as than which whose because if when while
        whether is are was were am has had do does did will would can could should may might must my your
        our their its his this these those i we they he she very
        """
    ),
    "fi": listed(
        """
        ja tai mutta että kun koska jos joka jotka jonka kuin sekä eli vaan vaikka jotta ei en eivät emme on
        ovat minun meidän teidän tämän kuten
        """
    ),
    "sv": listed(
        """
        en ett den och eller men att som för från utan av när är har hade kan kunde ska skulle min mina mitt
        din er vår jag vi eftersom
        """
    ),
}
"""Words after which more must come, by language."""

JOINING = listed(
    """
    and but or nor because so then also however therefore than which ja mutta sekä eli koska että tai
    och men eller eftersom som
    """
)
"""Words that no line of its own begins with."""

SAYS_NOTHING = listed(
    """
    work works working worked problem problems issue issues error errors bug bugs help need needs want
    wants get got try tried thing things question questions resolve solve fix alternative information
    info description details summary steps step result results expected actual know tell explain advise
    update urgent happen happens happened done make made use using used good bad new old still again any
    some all more one feature check please ongelma virhe apua apu kysymys asia toimi toimii toimiva
    tieto kuvaus fel hjälp fråga fungerar fungera
    """
)
"""Words that tell nobody what a theme is about, grammar aside."""

IMPERATIVE = listed(
    """
    add allow bring change check create disable enable export fix implement import improve include make
    merge move provide recompile remove rename replace send show support update upgrade use write
    """
)
"""English verbs that begin a wish or a task."""
