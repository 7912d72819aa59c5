"""What a failed delivery says about the mailbox: that it is gone, or anything else.

Mail servers agree neither on codes nor on words: Exim writes 5.0.0 for nearly everything, large receivers refuse our
reputation with "550", some say "unknown" where they mean us. So every sign is read, and a mailbox is only gone if a
sure sign says so, or two doubtful ones agree, and no sign says otherwise. All else is doubt. The tables are the rules.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000  # characters that are read of what a server says

CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")  # RFC 3463, 2
REPLY = re.compile(r"(?<![\w.#])([45])\d\d(?=[ \-])")  # RFC 5321, 4.2
ADDRESS = re.compile(
    r"https?://\S{1,500}|<[^<>\s]{1,300}>|[^\s<>@]{1,64}@[^\s<>@:;,]{1,254}"
)  # words in addresses say nothing

# Enhanced status codes (RFC 3463, 3, and the IANA registry; 5.1.10 by RFC 7505, 5.4.1 as Exchange Online uses it)
SURE_CODES = {"5.1.1": "no such mailbox", "5.1.6": "mailbox has moved", "5.1.10": "domain takes no mail"}
DOUBTFUL_CODES = {
    "5.1.0": "some address is wrong",
    "5.1.2": "no such host",
    "5.1.3": "address is malformed",
    "5.1.351": "recipient is unknown to a server behind Exchange Online",
    "5.2.1": "mailbox is switched off",
    "5.4.1": "recipient was not found by Exchange, or its host did not answer",
    "5.4.4": "domain was not found",
    "5.4.310": "domain was not found by Exchange Online",
}
NEUTRAL_CODES = {"5.0.0": "anything", "5.5.0": "anything, by old servers"}  # every other code says that it is not gone

# Words that servers use, folded; each is a pattern of its own between the ends of words
SURE_WORDS = {
    "user unknown": [
        r"(?:user|recipient|mailbox|account|addressee)(?: address)?(?: is)? (?:unknown|not known)",
        r"unknown (?:local )?(?:user|recipient|mailbox|account|address|part|local[- ]part)",
    ],
    "no such user": [
        r"(?:no such|nonexistent|non-existent) (?:local |virtual )?(?:user|mailbox|recipient|person|account|address)"
    ],
    "does not exist": [
        r"(?:user|mailbox|recipient|account|address|addressee|inbox|email)\b[^.;:]{0,60}? "
        r"(?:(?:does not|doesnt|doesn't|do not) exist|no longer exists?)"
    ],
    "not found": [
        r"(?:user|mailbox|recipient|account|address)(?: address)?(?: was| is|:)? ?not ?found",
        r"recipientnotfound",
        r"not listed in (?:\w{1,20} ){0,3}directory",
    ],
    "takes no mail": [r"record indicated no smtp service"],  # Exim's words for 5.1.10
    "has no account": [r"(?:doesn't|does not) have an? [\w.-]{1,40} account", r"not our customer"],
    "no mailbox here": [r"no mailbox (?:here )?(?:by|with|under) that name", r"no (?:valid )?mailbox here"],
    "inconnu": [
        r"(?:utilisateur|destinataire|adresse|boite|compte|usager)\b[^.;:]{0,60}? "
        r"(?:inconnue?|inexistante?|introuvable|invalide|n'existe (?:pas|plus))"
    ],
    "invalid recipient": [
        r"(?:invalid|bad) (?:recipient|mailbox|destination mailbox|user)",
        r"recipient (?:address )?invalid",
        r"(?:ofr|lpn)(?:\d{3})?_?416",
    ],
    "unbekannt": [r"(?:empfanger|benutzer|adresse|postfach)\b[^.;:]{0,40}? (?:unbekannt|existiert nicht)"],
}
DOUBTFUL_WORDS = {
    "switched off": [
        r"(?:disabled|deactivated|inactive|inactivity|suspended|closed|deleted|discontinued|archived)",
        r"no longer (?:active|available|in use|valid|works here)",
        r"(?:desactivee?|fermee?|supprimee?|archivee?|inactivite)",
    ],
    "no such domain": [
        r"(?:host|domain)(?: name)?(?: or domain name)? not found",
        r"no such (?:host|domain)",
        r"(?:domain|host)(?: [\w.-]{1,100})? (?:does not|doesn't) exist",
        r"(?:couldn't|could not) find any host",
        r"nxdomain",
        r"unrouteable address",
        r"domaine (?:inconnu|inexistant)",
        r"null mx",
        r"does not accept (?:e?-?mail|any mail)",
    ],
    "mailbox unavailable": [r"mailbox (?:is )?(?:unavailable|not available|not allowed)"],
    "recipient rejected": [
        r"recipient (?:address )?(?:rejected|refused|not accepted)",
        r"recipient verify failed",
        r"destinataire refusee?",
    ],
}
CONTRARY_WORDS = {
    "full": [r"over-?quota|quota", r"full|pleine?|saturee?", r"storage|space|espace"],
    "too big": [
        r"too (?:large|big|long)|trop (?:volumineux|gros|lourd)",
        r"size\b[^.;]{0,40}? exceed\w*|exceeds?|exceeded",
        r"maximum (?:message )?size|size limit|file size",
    ],
    "unwanted": [
        r"(?:anti-?)?spam\w*|unsolicited|bulk|junk|virus\w*|malware|phish\w*|indesirables?|publicit\w*",
        r"contents?|suspicious|suspect|attachments?|white-?list\w*",
    ],
    "listed": [
        r"(?:black|block|deny)[- ]?list\w*|dnsbl|rbl|(?<!not )listed (?:at|in|on|by)|reputation",
        r"blocked(?! due to inactivity)|blocking|banned|bloquee?",
    ],
    "policy": [
        r"polic(?:y|ies)|security|prohibited|restrict\w*|refused by|unauthori[sz]ed",
        r"access denied(?!.{0,40} as\()",  # Exchange Online says so of recipients too, with a number AS(…)
        r"not (?:authori[sz]ed|allowed to send|permitted)",
        r"(?:mail|message|mel) (?:was |has been )?(?:rejected|refused|blocked|rejete)",
        r"not accepting (?:mail|messages) from",
    ],
    "who we are": [
        r"dmarc|spf|dkim|authenticat\w+|unauthenticated|sender|expediteur|mail from|client host|tls",
        r"reverse dns|ptr|rdns|helo|ehlo|your (?:ip|server|host|network|domain)",
    ],
    "later": [
        r"gr[ea]y-?list\w*|try (?:again|later)|retry|temporar\w+|later|plus tard|deferred",
        r"too (?:many|fast|much)|rate|throttl\w*|connections?|congest\w*|limit\w*",
    ],
    "expired": [
        r"expired?|timed? ?-?out|timeout|undeliverable for|within \d+ (?:hours|days)",
        r"could not be delivered (?:in|after)|been in the queue|unreachable|not respond\w*",
    ],
    "their fault": [
        r"loop\w*|too many hops|hop count|system error|internal|configuration|misconfigur\w*",
        r"relay access|relaying|(?:not permitted|unable) to relay|relay (?:not permitted|denied)",
        r"out of memory|disk|disque|local (?:problem|error)|maintenance",
    ],
    "receivers' codes": [
        r"(?:ofr|lpn)(?:\d{3})?_?(?!41[68])\d{3}",
        r"sfr_?\d{3}",
        r"cs\d{2,4}",
        r"tss\d{2}",
        r"s3\d{3}",
    ],
}


def compile_words(table: dict[str, list[str]]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})(?!\w)" for patterns in table.values() for pattern in patterns))


SURE, DOUBTFUL, CONTRARY = (compile_words(table) for table in (SURE_WORDS, DOUBTFUL_WORDS, CONTRARY_WORDS))


def fold_diagnosis(words: str) -> str:
    """Return what a server says without capitals, accents, addresses and line breaks."""
    decomposed = unicodedata.normalize("NFKD", words[:LONGEST].casefold().replace("’", "'"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(ADDRESS.sub(" ", plain).split())


def is_gone(status: str, words: str) -> bool:
    """Tell whether a failure means that there is no such mailbox: by one sure sign or two doubtful ones, unopposed.

    :param status: the field of RFC 3464, if there is one
    :param words: what the mail server said, with its codes
    """
    text = fold_diagnosis(words)
    codes = {".".join(match.groups()) for match in CODE.finditer(f"{status} {text}")}
    if speaks_against(codes, text):
        return False
    if codes & SURE_CODES.keys() or SURE.search(text):
        return True
    return bool(codes & DOUBTFUL_CODES.keys()) and bool(DOUBTFUL.search(text))


def is_opposed(words: str) -> bool:
    """Tell whether what a server said speaks against a mailbox that is gone, whoever says that it is."""
    text = fold_diagnosis(words)
    return speaks_against({".".join(match.groups()) for match in CODE.finditer(text)}, text)


def speaks_against(codes: set[str], text: str) -> bool:
    known = SURE_CODES | DOUBTFUL_CODES | NEUTRAL_CODES
    passing = any(match[1] == "4" for match in REPLY.finditer(text))
    return passing or any(code not in known for code in codes) or bool(CONTRARY.search(text))
