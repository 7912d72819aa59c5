# ruff: noqa: E501  # what a server says is one line
"""Mails that came back, as mail servers write them: written here in the dialect of each, and what each means.

`GONE` is a mailbox that does not exist (hard), `STAYS` anything else or in doubt (soft). A sample is the status of the
report, what the receiver said, and the meaning: `build` makes the whole mail of it as the server that reports writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GONE, STAYS = "hard", "soft"
WHO = "marie@exemple.org"


@dataclass(frozen=True)
class Sample:
    dialect: str
    status: str
    said: str
    meaning: str


POSTFIX = [
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: User unknown in virtual mailbox table", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: User unknown in local recipient table", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: User unknown in relay recipient table", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}> User doesn't exist: {WHO}", GONE),
    (
        "5.4.4",
        "Host or domain name not found. Name service error for name=exemple.invalid type=A: Host not found",
        GONE,
    ),
    ("5.1.10", "Domain exemple.org does not accept mail (nullMX)", GONE),
    ("5.1.1", 'unknown user: "marie"', GONE),
    ("5.0.0", f"550 <{WHO}>: Recipient address rejected: undeliverable address: no such user here", GONE),
    ("5.1.0", f"550 5.1.0 <{WHO}>: Recipient address rejected: User not found", GONE),
    ("5.2.2", f"552 5.2.2 <{WHO}>: Recipient address rejected: Mailbox is full", STAYS),
    ("5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.example", STAYS),
    ("5.7.1", f"554 5.7.1 <{WHO}>: Relay access denied", STAYS),
    ("5.7.1", "550 5.7.1 Message rejected as spam by content filter", STAYS),
    ("5.7.23", "550 5.7.23 SPF validation failed for the sender's domain", STAYS),
    ("4.7.1", f"450 4.7.1 <{WHO}>: Recipient address rejected: Greylisted, see our page", STAYS),
    ("4.4.1", "connect to mx.exemple.org[192.0.2.7]:25: Connection timed out", STAYS),
    (
        "4.4.3",
        "Host or domain name not found. Name service error for name=exemple.org type=MX: Host not found, try again",
        STAYS,
    ),
    ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", STAYS),
    ("5.2.3", "552 5.2.3 Message length exceeds administrative limit", STAYS),
    ("5.4.6", "mail for exemple.org loops back to myself", STAYS),
    ("5.1.8", "550 5.1.8 Sender address rejected: Domain not found", STAYS),
    ("5.1.0", f"550 5.1.0 <{WHO}>: Sender address rejected: User unknown in our tables", STAYS),
    ("5.0.0", "554 5.0.0 Service not available", STAYS),
    ("5.1.1", "550 5.7.1 Unable to deliver to the mailbox, blocked by policy", STAYS),
    ("4.2.2", "452 4.2.2 The mailbox is over quota", STAYS),
    ("5.2.2", "maildir over quota: the file system of the user has no space", STAYS),
    ("4.3.5", "451 4.3.5 Server configuration problem", STAYS),
    ("5.6.0", "550 5.6.0 Improper use of 8-bit data in message header", STAYS),
]
EXIM = [  # writes 5.0.0 nearly always
    ("5.0.0", "550 No such user here", GONE),
    ("5.0.0", "550 5.1.1 User unknown", GONE),
    ("5.0.0", "550 unknown user", GONE),
    ("5.0.0", f"550 no such person at this address: {WHO}", GONE),
    ("5.0.0", "550 No such recipient", GONE),
    ("5.0.0", "550 Invalid recipient", GONE),
    ("5.0.0", "550 mailbox not found", GONE),
    ("5.0.0", "550-5.1.1 The account that you tried to reach does not exist. 550 5.1.1 Check its spelling", GONE),
    ("5.0.0", "550 The account marie does not exist on this server", GONE),
    ("5.0.0", "550 Unknown local part marie in the address", GONE),
    ("5.0.0", "550 Unrouteable address", STAYS),
    ("5.0.0", "550 5.7.1 Refused by local policy", STAYS),
    ("5.0.0", "554 Your message looks like spam", STAYS),
    ("5.0.0", "550 High probability of spam", STAYS),
    ("5.0.0", "552 message size exceeds the limit of the receiver", STAYS),
    ("5.0.0", "550 SPF check failed: this host may not send for your domain", STAYS),
    ("5.0.0", "550 5.7.26 Unauthenticated mail is not accepted because of the domain's DMARC record", STAYS),
    ("5.0.0", "452 4.2.2 The mailbox is over quota", STAYS),
    ("5.0.0", "552 5.2.2 Mailbox full", STAYS),
    ("5.0.0", "retry timeout exceeded", STAYS),
    ("5.0.0", "all hosts have been failing for a long time and were last tried after this message arrived", STAYS),
    ("5.0.0", "550 Sender verify failed", STAYS),
    ("5.0.0", "550 sender domain does not exist", STAYS),
    ("5.0.0", "550 relay not permitted", STAYS),
    ("5.0.0", "550 Verification failed for the address of the sender: no such user", STAYS),
    ("5.0.0", "554 5.7.1 Blocked, see the page of our block list", STAYS),
    ("5.0.0", "451 Temporary local problem, please try later", STAYS),
    ("5.0.0", "550 Administrative prohibition", STAYS),
    ("5.0.0", "550 Rejected", STAYS),
    ("5.0.0", "", STAYS),
    ("5.0.0", "Too many hops: is there a loop?", STAYS),
]
EXCHANGE = [
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", GONE),
    ("5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found", GONE),
    ("5.1.1", "550 5.1.1 User unknown", GONE),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [XX1EUR01.prod.example]", GONE),
    ("5.1.0", "550 5.1.0 Address rejected: the mailbox no longer exists", GONE),
    ("5.2.1", "550 5.2.1 The mailbox is disabled, messages to it are not taken", GONE),
    (
        "5.2.2",
        "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded",
        STAYS,
    ),
    ("5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", STAYS),
    ("5.7.1", "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", STAYS),
    (
        "5.7.124",
        "550 5.7.124 RESOLVER.RST.RestrictedToRecipientsPermission; not permitted to send to this group",
        STAYS,
    ),
    ("5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", STAYS),
    ("5.7.509", "550 5.7.509 Access denied, sending domain exemple.fr does not pass DMARC verification", STAYS),
    ("5.7.1", "550 5.7.1 Message rejected due to content restrictions", STAYS),
    ("4.4.7", "550 4.4.7 QUEUE.Expired; message expired", STAYS),
    ("5.4.316", "550 5.4.316 Message expired, connection refused(ConnectionRefused)", STAYS),
    ("5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop", STAYS),
    ("5.0.350", "550 5.0.350 Remote server returned an error -> 550 Blocked as unwanted", STAYS),
    ("5.7.708", "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP", STAYS),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)", STAYS),
    ("5.7.511", "550 5.7.511 Access denied, banned sender", STAYS),
    ("5.1.8", "550 5.1.8 Access denied, bad outbound sender", STAYS),
]
GMAIL = [
    (
        "5.1.1",
        "550-5.1.1 The email account that you tried to reach does not exist. Look for typing errors 550 5.1.1 https://example.com/?p=NoSuchUser - gsmtp",
        GONE,
    ),
    ("5.2.1", "550 5.2.1 The email account that you tried to reach is inactive - gsmtp", GONE),
    (
        "5.2.1",
        "550-5.2.1 The email account that you tried to reach is disabled. 550 5.2.1 https://example.com - gsmtp",
        GONE,
    ),
    ("5.1.1", "550 5.1.1 Recipient not found - gsmtp", GONE),
    ("5.2.1", "450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery", STAYS),
    ("5.2.2", "552-5.2.2 The recipient's inbox is out of storage space and inactive 552 5.2.2 - gsmtp", STAYS),
    ("4.2.2", "452-4.2.2 The recipient's inbox is out of storage space - gsmtp", STAYS),
    ("5.7.1", "550-5.7.1 Our system has detected that this message is likely unsolicited mail - gsmtp", STAYS),
    ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated - gsmtp", STAYS),
    ("5.7.25", "550-5.7.25 The sending IP does not have a PTR record - gsmtp", STAYS),
    ("4.7.28", "421-4.7.28 An unusual rate of mail comes from your IP address - gsmtp", STAYS),
    (
        "5.7.0",
        "552-5.7.0 This message was blocked because its content presents a potential security issue - gsmtp",
        STAYS,
    ),
    ("5.3.4", "552-5.3.4 Your message exceeded our message size limits - gsmtp", STAYS),
    (
        "5.7.1",
        "550 5.7.1 The user or domain that you are sending to has a policy that prohibits the mail - gsmtp",
        STAYS,
    ),
    ("5.4.5", "550 5.4.5 Daily sending limit exceeded - gsmtp", STAYS),
]
ORANGE = [
    ("5.1.1", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", GONE),
    ("5.1.1", "550 5.1.1 Destinataire inconnu. OFR_416", GONE),
    ("5.0.0", "550 Adresse d au moins un destinataire invalide. OFR_416", GONE),
    (
        "5.7.1",
        "550 5.7.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_506 [506]",
        STAYS,
    ),
    ("5.0.0", "550 Service refuse. OFR_506", STAYS),
    ("5.0.0", "550 mail rejete. OFR_999", STAYS),
    ("4.7.0", "421 4.7.0 Trop de connexions, veuillez essayer plus tard. OFR004_104 [104]", STAYS),
    ("5.5.0", "550 5.5.0 Mail rejete. Mail rejected. LPN007_510", STAYS),
    ("5.0.0", "550 Mail rejected. LPN007_510", STAYS),
    ("5.2.2", "552 5.2.2 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", STAYS),
    ("5.0.0", "552 Boîte du destinataire pleine", STAYS),
    ("5.5.0", "550 5.5.0 Boite du destinataire archivee. Archived recipient. LNA_105", STAYS),
    ("5.7.1", "554 5.7.1 Adresse IP source bloquee pour incident de spam. OFR_502", STAYS),
    ("5.6.0", "552 5.6.0 Votre message est trop volumineux", STAYS),
    ("5.1.1", "550 5.1.1 Cette adresse n’existe plus", GONE),
    ("5.1.8", "550 5.1.8 Domaine de l'expéditeur inconnu. Sender domain unknown", STAYS),
]
FREE = [
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: User unknown in virtual mailbox table", GONE),
    ("5.2.1", "550 5.2.1 This mailbox has been blocked due to inactivity (UserSearch)", GONE),
    ("5.0.0", "550 Utilisateur inconnu", GONE),
    ("5.1.1", "550 5.1.1 Cette boîte aux lettres n'existe pas", GONE),
    ("5.2.2", "552 5.2.2 La boîte aux lettres est saturée", STAYS),
    ("5.7.1", "571 5.7.1 Message refused: spam detected (SPAM-CTX)", STAYS),
    ("5.7.1", "550 5.7.1 Publicité indésirable, votre message est refusé", STAYS),
    ("4.0.0", "421 Too many spams from your IP (192.0.2.1), please visit our page", STAYS),
    ("4.2.0", "450 4.2.0 Greylisting in action, please come back later", STAYS),
    ("5.0.0", "550 spam detected", STAYS),
    ("5.3.4", "552 5.3.4 Message trop gros", STAYS),
    ("5.2.1", "550 5.2.1 Mailbox unavailable", GONE),
    ("5.2.1", "550 5.2.1 Delivery is not possible", STAYS),
]
QMAIL = [  # no report that a program reads: words for people, with a code at the end of a line
    ("", "Sorry, no mailbox here by that name. (#5.1.1)", GONE),
    ("", "192.0.2.9 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.9.", GONE),
    ("", "192.0.2.9 does not like recipient.\nRemote host said: 550 no such user\nGiving up on 192.0.2.9.", GONE),
    ("", "vpopmail: sorry, this user does not exist. (#5.1.1)", GONE),
    ("", "Sorry, I couldn't find any host named exemple.invalid. (#5.1.2)", GONE),
    ("", "Sorry, I couldn't find a mail exchanger or IP address: no such domain. (#5.4.4)", GONE),
    ("", "Recipient's mailbox is full, message returned to sender. (#5.2.2)", STAYS),
    ("", "user is over quota", STAYS),
    ("", "192.0.2.9 failed after I sent the message.\nRemote host said: 554 5.7.1 Message looks like spam", STAYS),
    ("", "I'm not going to try again; this message has been in the queue too long. (#4.4.1)", STAYS),
    ("", "Sorry, that message size exceeds my databytes limit (#5.3.4)", STAYS),
    (
        "",
        "Sorry. Although I'm listed as a best-preference MX for that host, it isn't in my control file. (#5.4.6)",
        STAYS,
    ),
    ("", "192.0.2.9 does not like recipient.\nRemote host said: 550 5.7.1 SPF unauthorized mail is prohibited", STAYS),
    ("", "Connected to 192.0.2.9 but sender was rejected.\nRemote host said: 550 5.1.8 sender unknown", STAYS),
    ("", "This address no longer accepts mail.", STAYS),
]
DIALECTS = {
    "Postfix": POSTFIX, "Exim": EXIM, "Exchange": EXCHANGE, "Gmail": GMAIL, "Orange": ORANGE, "Free": FREE,
    "qmail": QMAIL,
}  # fmt: skip


def list_samples() -> Iterator[Sample]:
    for dialect, samples in DIALECTS.items():
        for status, said, meaning in samples:
            yield Sample(dialect, status, said, meaning)


INTRODUCTIONS = {
    "Postfix": "This is the mail system at host mx.exemple.fr.\n\nYour message could not be delivered to one recipient.",
    "Exim": "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
    "delivered to one of its recipients. This is a permanent error.",
    "Exchange": "Delivery has failed to these recipients or groups:",
    "Gmail": "Your message was not delivered to the recipient.",
}


def build(sample: Sample, to: str) -> str:
    """Return the whole mail, sent to the address `to`."""
    if sample.dialect == "qmail":
        return (
            f"From: MAILER-DAEMON@mx.exemple.fr\nTo: {to}\nSubject: failure notice\n\n"
            "Hi. This is the qmail-send program at mx.exemple.fr.\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            f"<{WHO}>:\n{sample.said}\n\n--- Below this line is a copy of the message.\n\n{LETTER}"
        )
    introduction = INTRODUCTIONS.get(sample.dialect, INTRODUCTIONS["Postfix"])
    diagnostic = "\n ".join(f"Diagnostic-Code: smtp; {sample.said}".splitlines()) if sample.said else ""
    fields = [
        f"Final-Recipient: rfc822; {WHO}", "Action: failed", f"Status: {sample.status}",
        "Remote-MTA: dns; mx.exemple.org", diagnostic,
    ]  # fmt: skip
    return (
        f"From: MAILER-DAEMON@mx.exemple.fr\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{introduction}\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.exemple.fr\n\n"
        + "\n".join(field for field in fields if field)
        + f"\n\n--b\nContent-Type: message/rfc822\n\n{LETTER}\n--b--\n"
    )


LETTER = (
    "Return-Path: <lettre@exemple.fr>\nMessage-ID: <cahier.1.2.00000000@exemple.fr>\nFrom: lettre@exemple.fr\n"
    "Subject: Une adresse qui n'existe pas\n\nAucun utilisateur inconnu, aucun quota, aucun spam.\n"
)
