"""Roles of contributors: MARC relator codes (https://id.loc.gov/vocabulary/relators) and the English words for some."""

from __future__ import annotations

from octavo.source.value_problem import VALUE, ValueProblem
from octavo.tools.suggest import did_you_mean

WORDS = {
    "author": "aut",
    "co-author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "photographer": "pht",
    "artist": "art",
    "contributor": "ctb",
    "compiler": "com",
    "designer": "bkd",
    "book designer": "bkd",
    "cover designer": "cov",
    "publisher": "pbl",
    "introduction": "aui",
    "foreword": "aui",
    "afterword": "aft",
    "annotator": "ann",
    "narrator": "nrt",
    "proofreader": "pfr",
    "reviewer": "rev",
    "indexer": "ind",
    "typesetter": "cmt",
    "typographer": "tyg",
    "cartographer": "ctg",
    "maps": "ctg",
    "cover": "cov",
    "adapter": "adp",
    "commentator": "cwt",
    "producer": "pro",
}

_RELATORS = """
abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud aui aus aut bdd
bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr cli cll clr clt cmm cmp cmt cnd cng cns coe col com con cop
cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt cur cwt dbd dbp dfd dfe
dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edm edt egr elg elt eng enj etr
evp exp fac fds fld flm fmd fmk fmo fmp fnd fpy frg gdv gis grt his hnr hst ill ilu inc ink ins int inv isb itr ivr
jud jug lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc med mfp mfr mka mod mon mrb
mrk msd mte mtk mup mus mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl pdr pfr pht plt pma pmn pop ppm
ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pth ptf pup rap rbr rcd rce rcp rdd red ren res rev rpc
rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl scr sde sds sec sfx sgd sgn sht sll sng spk spn spy srv std
stg stl stm stn str swd tad tau tcd tch ths tld tlf tlg tlh tlp trc trl tyd tyg uvp vac vdg vfx vid voc wac wal wam
wat wdc wde wfs wft win wit wpr wst wts
"""
CODES = frozenset(_RELATORS.split())


def code(role: str) -> str:
    """Return the MARC code of a role that is given as code or as word. Raises `ValueProblem`."""
    wanted = " ".join(role.casefold().split())
    if wanted in CODES:
        return wanted
    if wanted in WORDS:
        return WORDS[wanted]
    known = "write a MARC relator code such as trl, a word such as translator, or role: contributor with a label:"
    raise ValueProblem(VALUE, f"is '{role}', which is not a known role", did_you_mean(wanted, WORDS, known))
