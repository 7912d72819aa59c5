# ruff: noqa: E501  # what a server says is one line
"""A second set written before its writer had seen the patterns of newsletter/bounces/diagnoses.py or the blind samples
before it.

Answers in the dialect of each system, from memory; addresses and host names are invented. What a sample means is what
the system means by it; `DOUBTED` names those that may be judged soft although the mailbox is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.newsletter.returned_mails import GONE, STAYS, WHO, Sample

US = "192.0.2.1"
MX = "mx2.exemple.org[192.0.2.25]"
RCPT = "(in reply to RCPT TO command)"
END = "(in reply to end of DATA command)"
G = "a640c23a62f3a-ae1f5c - gsmtp"

# fmt: off
# Elsewhere these words mean other things too
DOUBTED = ("550 5.5.0 Requested action not taken", "550-Requested action not taken", "Boite du destinataire archivee")

POSTFIX = [
    ("5.1.1", f"host {MX} said: 550 5.1.1 <{WHO}>: Email address could not be found, or was misspelled (G8) {RCPT}", GONE),
    ("5.0.0", f"host {MX} said: 550 <{WHO}>: Recipient address rejected: User unknown in local recipient table {RCPT}", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: Cette adresse n'existe plus", GONE),
    ("5.1.3", f"501 5.1.3 Bad recipient address syntax {RCPT}", GONE),
    ("5.2.0", 'can\'t create user output file. Command output: procmail: Quota exceeded while writing "/var/mail/marie"', STAYS),
    ("5.3.0", 'Command died with status 127: "/usr/lib/dovecot/deliver". Command output: sh: not found', STAYS),
    ("4.4.2", f"lost connection with {MX} while receiving the initial server greeting", STAYS),
    ("5.7.4", f"TLS is required, but was not offered by host {MX}", STAYS),
    ("4.7.5", "Server certificate not trusted", STAYS),
    ("4.1.1", f"host {MX} said: 450 4.1.1 <{WHO}>: Recipient address rejected: unverified address: Address verification in progress {RCPT}", STAYS),
    ("5.7.1", f"host {MX} said: 554 5.7.1 <lettre@exemple.fr>: Sender address rejected: Access denied {RCPT}", STAYS),
    ("5.4.6", f"mail forwarding loop for {WHO}", STAYS),
    ("5.2.2", f"host {MX} said: 552 5.2.2 <{WHO}> Quota exceeded (mailbox for user is full) {END}", STAYS),
    ("5.7.0", f"host {MX} said: 554 5.7.0 Reject, id=20433-06 - spam {END}", STAYS),
    ("5.3.0", f"host {MX} refused to talk to me: 554 5.7.1 You are not allowed to connect.", STAYS),
    ("5.7.1", f"host {MX} said: 550 5.7.1 rejected: your domain has no valid MX record {RCPT}", STAYS),
    ("4.2.0", f"host {MX} said: 450 4.2.0 <{WHO}>: Recipient address rejected: Greylisted for 300 seconds {RCPT}", STAYS),
]
EXIM = [
    ("5.0.0", f"SMTP error from remote mail server after RCPT TO:<{WHO}>: 550 No Such User Here", GONE),
    ("5.0.0", "No such person at this address.", GONE),
    ("5.0.0", f"550 Unknown local part marie in <{WHO}>", GONE),
    ("5.0.0", "an MX or SRV record indicated no SMTP service", GONE),
    ("5.0.0", "Unknown user", GONE),
    ("5.0.0", f'550 "The mail server could not deliver mail to {WHO}.  The account or domain may not exist, they may be blacklisted, or missing the proper dns entries."', STAYS),
    ("5.0.0", f"SMTP error from remote mail server after RCPT TO:<{WHO}>: 450 4.7.1 try later: retry timeout exceeded", STAYS),
    ("5.0.0", "mailbox is full (MTA-imposed quota exceeded while writing to file /home/marie/mail/new): retry timeout exceeded", STAYS),
    ("5.0.0", "SMTP error from remote mail server after end of data: 550 High probability of spam", STAYS),
    ("5.0.0", f"SMTP error from remote mail server after RCPT TO:<{WHO}>: 550-Verification failed for <lettre@exemple.fr>\n550-No Such User Here\n550 Sender verify failed", STAYS),
    ("5.0.0", "550-Callback setup failed while verifying <lettre@exemple.fr>\n550 The initial connection, or a HELO or MAIL FROM:<> command was rejected", STAYS),
    ("5.0.0", "Domain exemple.fr has exceeded the max emails per hour (125/100 (125%)) allowed.  Message discarded.", STAYS),
    ("5.0.0", f"SMTP error from remote mail server after RCPT TO:<{WHO}>: 550 Administrative prohibition", STAYS),
    ("5.0.0", "lowest numbered MX record points to local host", STAYS),
    ("5.0.0", "SMTP error from remote mail server after MAIL FROM:<lettre@exemple.fr> SIZE=61440: 552 Message size exceeds maximum permitted", STAYS),
    ("5.0.0", f"550 relay not permitted for <{WHO}>", STAYS),
]
EXCHANGE = [
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.example 2026-02-03T10:11:12.000Z 08DE]", GONE),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [AM7EUR06FT045.eop-eur06.prod.protection.outlook.example]", GONE),
    ("5.2.1", "554 5.2.1 STOREDRV.Deliver.Exception:AccountDisabledException; mailbox disabled", GONE),
    ("5.7.606", f"550 5.7.606 Access denied, banned sending IP [{US}]. To request removal from this list please visit the delist portal", STAYS),
    ("5.7.520", "550 5.7.520 Message blocked because it contains content identified as spam. AS(4810)", STAYS),
    ("5.7.509", "550 5.7.509 Access denied, sending domain exemple.fr does not pass DMARC verification and has a DMARC policy of reject.", STAYS),
    ("5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop ATTR34 [VI1EUR04FT035.eop-eur04.prod.protection.outlook.example]", STAYS),
    ("5.4.316", "550 5.4.316 Message expired, connection refused(Socket error code 10061)", STAYS),
    ("5.0.0", f"550 SC-001 (COL004-MC1F36) Unfortunately, messages from {US} weren't sent. Please contact your Internet service provider since part of their network is on our block list.", STAYS),
    ("5.0.0", "550 OU-002 (BAY004-MC2F14) Unfortunately, messages from your address weren't sent. You can also refer your provider to our policies.", STAYS),
    ("5.6.0", "554 5.6.0 STOREDRV.Deliver.Exception:ConversionFailedException; Failed to process message due to a permanent exception with message Content conversion", STAYS),
    ("5.7.708", "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", STAYS),
    ("5.1.8", "550 5.1.8 Access denied, bad outbound sender AS(42003)", STAYS),
    ("5.1.90", "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients", STAYS),
]
GMAIL = [
    ("5.1.1", f"550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550-5.1.1 unnecessary spaces. For more information, go to\n550 5.1.1  https://support.google.example/mail/?p=NoSuchUser {G}", GONE),
    ("5.2.1", f"550-5.2.1 The email account that you tried to reach is inactive. For more\n550-5.2.1 information, go to\n550 5.2.1  https://support.google.example/mail/?p=DisabledUser {G}", GONE),
    ("5.1.2", "DNS Error: DNS type 'mx' lookup of exemple.org responded with code NXDOMAIN Domain name not found: exemple.org", GONE),
    ("5.2.2", f"552-5.2.2 The recipient's inbox is out of storage space and inactive. Please direct the\n552-5.2.2 recipient to\n552 5.2.2  https://support.google.example/mail/?p=OverQuotaPerm {G}", STAYS),
    ("5.2.1", f"550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550-5.2.1 prevents additional messages from being delivered. For more\n550-5.2.1 information, please visit\n550 5.2.1  https://support.google.example/mail/?p=ReceivingRatePerm {G}", STAYS),
    ("5.7.26", f"550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26 {G}", STAYS),
    ("5.7.1", f"550-5.7.1 [{US}      12] Our system has detected that this message is\n550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail,\n550 5.7.1 this message has been blocked. {G}", STAYS),
    ("5.4.5", f"550-5.4.5 Daily user sending limit exceeded. {G}", STAYS),
    ("5.7.0", f"552-5.7.0 This message was blocked because its content presents a potential\n552-5.7.0 security issue. {G}", STAYS),
    ("5.7.1", "We're writing to let you know that the group you tried to contact (lecture) may not exist, or you may not have permission to post messages to the group.", STAYS),
    ("4.4.1", "The recipient server did not accept our requests to connect. [exemple.org 192.0.2.25: timed out]", STAYS),
    ("4.7.28", f"421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. {G}", STAYS),
]
ORANGE = [
    ("5.1.1", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_418 [418]", GONE),
    ("5.5.0", "550 5.5.0 Boite du destinataire archivee. Archived recipient. OFR_423 [423]", GONE),
    ("5.1.1", "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]", STAYS),
    ("5.1.0", "501 5.1.0 Emetteur invalide. Invalid Sender. OFR_405 [405]", STAYS),
    ("5.7.1", "554 5.7.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_506 [506]", STAYS),
    ("4.7.0", "421 4.7.0 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]", STAYS),
    ("5.7.0", "550 5.7.0 Mail rejete. Mail rejected. OFR_999 [999]", STAYS),
    ("5.0.0", "550 mwinf5d30 ME Spam detecte. Spam detected. OFR_515 [515]", STAYS),
]
FREE = [
    ("5.2.1", f"550 5.2.1 This mailbox has been blocked due to inactivity (UserSearch) {RCPT}", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: Unknown user, utilisateur inconnu", GONE),
    ("4.0.0", f"421 Too many spams from your IP ({US}), please visit http://postmaster.free.example/", STAYS),
    ("4.0.0", f"451 too many errors from your ip ({US}), please visit http://postmaster.free.example/", STAYS),
    ("5.2.2", f"552 5.2.2 <{WHO}>: user over quota, boite pleine", STAYS),
]
LA_POSTE = [  # laposte.net and SFR
    ("5.1.1", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416 [416]", GONE),
    ("5.5.0", "550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN007_510 [510]", STAYS),
    ("5.7.1", "550 5.7.1 Message refuse: echec SPF. LPN105_304 [304]", STAYS),
    ("5.2.2", "552 5.2.2 Boite du destinataire pleine. Recipient overquota. LPN007_417 [417]", STAYS),
    ("5.1.1", f"550 5.1.1 <{WHO}> Utilisateur inconnu (SFR)", GONE),
    ("5.7.1", f"554 5.7.1 [{US}] Votre adresse IP est bloquee, contactez votre fournisseur (SFR 12)", STAYS),
]
OVH = [
    ("5.1.1", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)", GONE),
    ("5.2.2", "522 sorry, recipient mailbox is full (#5.2.2 - chkuser)", STAYS),
    ("5.7.1", "550 5.7.1 Spam message rejected, id OVH-7291", STAYS),
    ("5.5.1", "571 sorry, you must use authentication (#5.7.1 - chkuser)", STAYS),
    ("4.4.5", "421 4.4.5 Too many concurrent connections from this server, try again later", STAYS),
]
YAHOO = [  # and AOL
    ("5.0.0", f"554 delivery error: dd This user doesn't have a yahoo.example account ({WHO}) [0] - mta4107.mail.bf1.yahoo.example", GONE),
    ("5.0.0", f"554 delivery error: dd Sorry, your message to {WHO} cannot be delivered. This account is over quota. - mta1", STAYS),
    ("5.0.0", "554 Message not allowed - [PH01] Email not accepted for policy reasons.", STAYS),
    ("5.7.1", f"553 5.7.1 [BL21] Connections will not be accepted from {US}, because the ip is in Spamhaus's list", STAYS),
    ("5.7.9", "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.example/error-codes", STAYS),
    ("4.7.0", f"421 4.7.0 [TSS04] Messages from {US} temporarily deferred due to unexpected volume or user complaints", STAYS),
]
PROOFPOINT = [
    ("5.7.0", "550 5.7.0 Local Policy Violation - 3a2xkq0fhb-1", STAYS),
    ("5.0.0", f"554 Blocked - see https://ipcheck.proofpoint.example/?ip={US}", STAYS),
    ("5.1.1", "550 5.1.1 Mail appears to be unsolicited - see https://support.proofpoint.example/dnsbl-lookup.cgi", STAYS),
    ("5.7.1", "554 5.7.1 Delivery not authorized, message refused", STAYS),
]
MIMECAST = [
    ("5.0.0", "550 Invalid Recipient - https://community.mimecast.example/docs/DOC-1369#550 [Kx2vQp7bPTu.uk12]", GONE),
    ("5.0.0", "550 Rejected by header based Anti-Spoofing policy: lettre@exemple.fr - https://community.mimecast.example/docs/DOC-1369#550", STAYS),
    ("5.0.0", "550 Administrative prohibition - envelope blocked - https://community.mimecast.example/docs/DOC-1369#550", STAYS),
    ("5.0.0", "554 Email rejected due to security policies - https://community.mimecast.example/docs/DOC-1369#554", STAYS),
    ("5.0.0", "550 csi.mimecast.example Poor Reputation Sender. - https://community.mimecast.example/docs/DOC-1369#550", STAYS),
    ("4.0.0", "451 Account inbounds disabled - https://community.mimecast.example/docs/DOC-1369#451", STAYS),
]
GATEWAYS = [  # Barracuda, Cisco, Symantec
    ("5.0.0", f"554-mx.exemple.org\n554 Your access to this mail system has been rejected due to the sending MTA's poor reputation ({US}).", STAYS),
    ("5.1.1", f"550 Invalid recipient <{WHO}> (#5.1.1)", GONE),
]
OTHERS = [  # Apple, GMX, Proton, T-Online, Yandex, Mail.ru, Zoho, Domino
    ("5.2.2", f"552 5.2.2 <{WHO}>: user is over quota", STAYS),
    ("5.0.0", "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.example/HT204137", STAYS),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: Address does not exist", GONE),
    ("5.0.0", f"550-Requested action not taken: mailbox unavailable\n550 For explanation visit https://postmaster.gmx.example/error-messages?ip={US}&c=rcpt", GONE),
    ("5.0.0", "554-Transaction failed\n554 Reject due to policy restrictions.", STAYS),
    ("5.0.0", f"554 IP={US} - A problem occurred. (Ask your postmaster for help or to contact tobr@rx.t-online.example to clarify.)", STAYS),
    ("5.0.0", f"550 Message was not accepted -- invalid mailbox.  Local mailbox {WHO} is unavailable: user not found", GONE),
    ("5.0.0", "550 spam message rejected. Please visit http://help.mail.example/notspam-support/id?c=a1b2", STAYS),
    ("5.4.1", "541 5.4.1 Mail rejected by destination domain", STAYS),
    ("5.7.0", "Diagnostic: Mailbox temporarily locked for migration, 5.7.0", STAYS),
]
QMAIL = [
    ("", "192.0.2.25 does not like recipient.\nRemote host said: 550 5.1.1 sorry, no mailbox here by that name (#5.1.1 - chkuser)\nGiving up on 192.0.2.25.", GONE),
    ("", "192.0.2.25 failed after I sent the message.\nRemote host said: 554 5.7.1 message content rejected", STAYS),
    ("", "192.0.2.25 does not like recipient.\nRemote host said: 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)\nGiving up on 192.0.2.25.", STAYS),
    ("", "Connected to 192.0.2.25 but sender was rejected.\nRemote host said: 550 sender unknown, no such user", STAYS),
    ("", "Sorry. Although I'm listed as a best-preference MX or A for that host,\nit isn't in my control/locals file, so I don't treat it as local. (#5.4.6)", STAYS),
    ("", "vdelivermail: account is locked email bounced.", STAYS),
]
# fmt: on

DIALECTS = {
    "Postfix": POSTFIX, "Exim": EXIM, "Exchange": EXCHANGE, "Gmail": GMAIL, "Orange": ORANGE, "Free": FREE,
    "La Poste": LA_POSTE, "OVH": OVH, "Yahoo": YAHOO, "Proofpoint": PROOFPOINT, "Mimecast": MIMECAST,
    "Gateways": GATEWAYS, "Others": OTHERS, "qmail": QMAIL,
}  # fmt: skip


def list_second_samples() -> Iterator[Sample]:
    for dialect, samples in DIALECTS.items():
        for status, said, meaning in samples:
            yield Sample(dialect, status, said, meaning)
