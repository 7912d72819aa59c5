# ruff: noqa: E501  # what a server says is one line
"""More mails that came back, written before their writer had seen the patterns of newsletter/bounces/diagnoses.py.

Facts of each system in its own way of speaking; addresses are invented. What a sample means is what the system means by
it, also where a cautious reader has to doubt: `DOUBTED` names those that may be judged soft although the mailbox is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.newsletter.returned_mails import GONE, STAYS, WHO, Sample

IP = "192.0.2.1"  # ours
MX = "mx.exemple.org[192.0.2.8]"

# fmt: off
# The mailbox is gone, and the words say so to whoever knows that server: elsewhere they mean other things too.
DOUBTED = (
    "550 Unrouteable address", "550 5.5.0 Requested action not taken", "Adresse inconnue - Unknown recipient LPN105_402",
    "554 30 Sorry", "550 5.7.1 No such user!",
)

POSTFIX = [
    ("5.1.1", 'unknown user: "marie"', GONE),
    ("5.1.1", f"host {MX} said: 550 5.1.1 <{WHO}>: Recipient address rejected: Address does not exist (in reply to RCPT TO command)", GONE),
    ("5.1.10", "Domain exemple.org does not accept mail (nullMX)", GONE),
    ("5.2.2", "maildir delivery failed: error writing message: Disk quota exceeded", STAYS),
    ("5.4.6", "mail for exemple.org loops back to myself", STAYS),
    ("5.4.3", "Host or domain name not found. Name service error for name=exemple.org type=MX: Malformed or unexpected name server reply", STAYS),
    ("4.4.1", f"connect to {MX}:25: Connection timed out", STAYS),
    ("5.7.25", f"550 5.7.25 Client host rejected: cannot find your reverse hostname, [{IP}]", STAYS),
    ("5.7.1", f"host {MX} said: 554 5.7.1 Service unavailable; Client host [{IP}] blocked using zen.example.net (in reply to RCPT TO command)", STAYS),
    ("5.1.0", "550 5.1.0 <lettre@exemple.fr>: Sender address rejected: Domain not found", STAYS),
    ("5.7.1", f"550 5.7.1 <{WHO}>: Recipient address rejected: Message rejected due to: SPF fail - not authorized", STAYS),
    ("4.2.0", f"450 4.2.0 <{WHO}>: Recipient address rejected: Greylisted, see http://postgrey.example/help", STAYS),
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: undeliverable address: host 192.0.2.9 said: 550 5.1.1 User unknown (in reply to RCPT TO command)", GONE),
]

EXIM = [
    ("5.0.0", "550 No Such User Here", GONE),
    ("5.0.0", "550 Unrouteable address", GONE),
    ("5.0.0", "550-Verification failed for <lettre@exemple.fr>\n550-Previous (cached) callout verification failure\n550 Sender verify failed", STAYS),
    ("5.0.0", "550-Callback setup failed while verifying <lettre@exemple.fr>\n550 Sender verify failed", STAYS),
    ("5.0.0", "all hosts for 'exemple.org' have been failing for a long time (and retry time not reached)", STAYS),
    ("5.0.0", "mailbox is full: retry timeout exceeded", STAYS),
    ("5.0.0", f"550 {WHO}: The mail server could not deliver mail. The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.", STAYS),
    ("5.0.0", "550 Administrative prohibition", STAYS),
    ("5.0.0", "550 relay not permitted", STAYS),
    ("5.0.0", "550 This message was classified as SPAM and may not be delivered", STAYS),
    ("5.0.0", f"550-The account {WHO} is currently suspended.\n550 Please contact the owner by other means.", STAYS),
    ("5.0.0", "550 5.1.1 User does not exist", GONE),
]

EXCHANGE = [
    ("5.1.10", f"550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {WHO} not found by SMTP address lookup", GONE),
    ("5.1.1", "#< #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found> #SMTP#", GONE),
    ("5.4.310", "550 5.4.310 DNS domain exemple.org does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=exemple.org]", GONE),
    ("5.1.351", "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 user unknown", GONE),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [AM0EUR02FT012.eop-EUR02.prod.protection.outlook.com]", GONE),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [VI1EUR04FT001.eop-eur04.prod.protection.outlook.com]", GONE),
    ("5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception", STAYS),
    ("5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", STAYS),
    ("5.7.133", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group", STAYS),
    ("5.7.124", "550 5.7.124 RESOLVER.RST.SenderNotInAllowedList; the sender isn't in the group's allowed senders list", STAYS),
    ("5.7.511", f"550 5.7.511 Access denied, banned sender[{IP}]. To request removal from this list please forward this message to delist@messaging.microsoft.com.", STAYS),
    ("5.7.509", "550 5.7.509 Access denied, sending domain [exemple.fr] does not pass DMARC verification and has a DMARC policy of reject.", STAYS),
    ("5.7.1", f"550 5.7.1 Unfortunately, messages from [{IP}] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", STAYS),
    ("4.4.7", "550 4.4.7 QUEUE.Expired; message expired", STAYS),
    ("5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop ATTR34", STAYS),
    ("5.4.300", "550 5.4.300 Message expired -> 451 4.7.500 Server busy. Please try again later from [192.0.2.1]", STAYS),
    ("5.7.1", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy", STAYS),
    ("5.7.708", f"550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP {IP}", STAYS),
    ("5.6.0", "550 5.6.0 CAT.InvalidContent.Exception: content conversion failed", STAYS),
]

GMAIL = [
    ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550-5.1.1 unnecessary spaces. For more information, go to\n550 5.1.1 https://support.google.com/mail/?p=NoSuchUser a1-20020a05 - gsmtp", GONE),
    ("5.2.1", "550-5.2.1 The email account that you tried to reach is inactive. For more\n550-5.2.1 information, go to\n550 5.2.1 https://support.google.com/mail/?p=DisabledUser a1-20020a05 - gsmtp", GONE),
    ("5.1.2", "DNS Error: DNS type 'mx' lookup of exemple.org responded with code NXDOMAIN\nDomain name not found: exemple.org", GONE),
    ("4.2.2", "452-4.2.2 The recipient's inbox is out of storage space. Please direct the\n452-4.2.2 recipient to\n452 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp a1 - gsmtp", STAYS),
    ("5.2.2", "552-5.2.2 The recipient's inbox is out of storage space and inactive. Please\n552-5.2.2 direct the recipient to\n552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm a1 - gsmtp", STAYS),
    ("5.7.26", "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26 DKIM = did not pass, SPF = did not pass - gsmtp", STAYS),
    ("4.2.1", "450-4.2.1 The user you are trying to contact is receiving email at a rate that\n450-4.2.1 prevents additional messages from being delivered. Please resend later.\n450 4.2.1 https://support.google.com/mail/?p=ReceivingRate a1 - gsmtp", STAYS),
    ("5.7.1", f"550-5.7.1 [{IP} 12] Gmail has detected that this message is likely\n550-5.7.1 unsolicited mail. To reduce the amount of spam sent to Gmail, this\n550 5.7.1 message has been blocked. - gsmtp", STAYS),
    ("5.7.25", f"550-5.7.25 [{IP}] The IP address sending this message does not have a PTR record\n550 5.7.25 setup, or the corresponding forward DNS entry does not match. - gsmtp", STAYS),
    ("5.7.0", "552-5.7.0 This message was blocked because its content presents a potential\n552 5.7.0 security issue. - gsmtp", STAYS),
    ("4.4.1", "The recipient server did not accept our requests to connect. exemple.org: timed out", STAYS),
    ("5.3.4", "552-5.3.4 Your message's headers count exceeded our limits\n552 5.3.4 https://support.google.com/mail/?p=MaxHeaders - gsmtp", STAYS),
]

ORANGE = [
    ("5.1.1", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]", GONE),
    ("5.5.0", "550 5.5.0 Boite du destinataire archivee. Archived recipient. OFR_417 [417]", STAYS),
    ("5.2.0", "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]", STAYS),
    ("4.2.0", "421 mwinf5c20 ME Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_999 [999]", STAYS),
    ("5.2.2", "552 5.2.2 Boite du destinataire pleine. Recipient overquota. OFR_513 [513]", STAYS),
    ("5.0.0", "550 5.0.0 Trop de connexions. Too many connections. OFR004_104 [104]", STAYS),
    ("5.0.0", "550 Votre domaine n'a pas d'enregistrement SPF valide. Sender domain has no valid SPF. OFR_615 [615]", STAYS),
]

FREE = [
    ("5.2.1", "550 5.2.1 This mailbox has been blocked due to inactivity", GONE),
    ("5.0.0", "550 spam detected", STAYS),
    ("4.0.0", f"421 Too many spams from your IP ({IP}), please visit http://postmaster.free.fr/", STAYS),
    ("4.0.0", f"451 too many errors from your ip ({IP}), please visit http://postmaster.free.fr/", STAYS),
    ("5.0.0", "550 Mailbox quota exceeded", STAYS),
]

LA_POSTE = [  # laposte.net, SFR
    ("5.1.1", f"550 5.1.1 <{WHO}>: Adresse inconnue - Unknown recipient LPN105_402", GONE),
    ("5.5.0", "550 5.5.0 Service refuse. Veuillez essayer plus tard. Service refused, please try later. LPN007_510", STAYS),
    ("5.0.0", "550 5.7.1 Mail rejete, contenu juge indesirable. Mail rejected as spam. LPN000_500", STAYS),
    ("5.2.2", "552 5.2.2 La boite du destinataire a depasse son quota. LPN220_522", STAYS),
    ("5.0.0", f"550 5.7.1 Connexion refusee: {IP} est sur liste noire, voir http://postmaster.sfr.example/", STAYS),
    ("5.1.1", f"550 5.1.1 <{WHO}>: cette boite n'existe pas", GONE),
]

OVH = [
    ("5.1.1", f"550 5.1.1 <{WHO}>: Recipient address rejected: User unknown", GONE),
    ("5.2.2", f"552 5.2.2 <{WHO}>: Recipient address rejected: Mailbox is full", STAYS),
    ("5.7.1", "550 5.7.1 Spam detected by OVH (#a1b2c3)", STAYS),
    ("4.7.1", f"451 4.7.1 <{WHO}>: Recipient address rejected: Intentional policy rejection, please try again later", STAYS),
]

YAHOO = [  # and AOL
    ("5.0.0", f"554 delivery error: dd This user doesn't have a yahoo.fr account ({WHO}) [0] - mta4001.mail.ir2.yahoo.com", GONE),
    ("5.0.0", "554 30 Sorry, your message to marie@exemple.org cannot be delivered. This mailbox is disabled (554.30).", GONE),
    ("5.0.0", "552 1 Requested mail action aborted, mailbox not found", GONE),
    ("5.7.9", "554 5.7.9 Message not accepted for policy reasons. See https://senders.example/smtp-error-codes", STAYS),
    ("5.0.0", "554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit https://senders.example/", STAYS),
    ("5.7.1", f"553 5.7.1 [BL21] Connections will not be accepted from {IP}, because the ip is in a block list", STAYS),
    ("4.7.0", f"421 4.7.0 [TSS04] Messages from {IP} temporarily deferred due to unexpected volume or user complaints - 4.16.55.1", STAYS),
    ("5.0.0", "554 delivery error: dd Sorry, your message cannot be delivered. This account has been temporarily suspended", STAYS),
    ("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota", STAYS),
]

GATEWAYS = [  # Proofpoint, Mimecast, Barracuda, Cisco
    ("5.1.1", f"550 5.1.1 <{WHO}>... User unknown", GONE),
    ("5.7.0", "550 5.7.0 Local Policy Violation - a1b2c3", STAYS),
    ("5.7.1", f"554 5.7.1 Blocked - see https://ipcheck.example.com/?ip={IP}", STAYS),
    ("5.0.0", "550 Invalid Recipient - https://community.example.com/docs/DOC-1369#550 [aBcD]", GONE),
    ("5.0.0", "550 csi.example.org Poor Reputation Sender. - https://community.example.com/docs/DOC-1369#550 [aBcD]", STAYS),
    ("5.0.0", "550 Rejected by header based Anti-Spoofing policy: lettre@exemple.fr - [aBcD]", STAYS),
    ("5.0.0", "550 Administrative prohibition - envelope blocked - [aBcD]", STAYS),
    ("5.0.0", "554 Email rejected due to security policies - MCSpamSignature.x [aBcD]", STAYS),
    ("5.0.0", f"550 permanent failure for one or more recipients ({WHO}:blocked)", STAYS),
    ("5.0.0", f"550 permanent failure for one or more recipients ({WHO}:550 5.1.1 User unknown)", GONE),
    ("5.1.0", "550 #5.1.0 Address rejected.", STAYS),
    ("5.0.0", "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.", STAYS),
    ("4.3.0", "451 Internal resource temporarily unavailable - [aBcD]", STAYS),
]

OTHERS = [  # Sendmail, Domino, Apple, Proton, Yandex, Mail.ru, GMX, T-Online, Dovecot
    ("5.1.2", f"550 5.1.2 <{WHO}>... Host unknown (Name server: exemple.org.: host not found)", GONE),
    ("5.0.0", f"User marie ({WHO}) not listed in Domino Directory", GONE),
    ("5.1.1", f"550 5.1.1 <{WHO}>: user does not exist", GONE),
    ("5.7.1", "550 5.7.1 No such user!", GONE),
    ("5.0.0", f"550 Message was not accepted -- invalid mailbox. Local mailbox {WHO} is unavailable: user not found", GONE),
    ("5.0.0", f"550 5.1.1 <{WHO}> Email address could not be found, or was misspelled (G8)", GONE),
    ("5.0.0", f"550 User not found: {WHO}", GONE),
    ("5.0.0", "550 Requested action not taken: mailbox unavailable", STAYS),
    ("5.0.0", "550 Mailbox unavailable or access denied", STAYS),
    ("5.3.5", "554 5.3.5 MX list for exemple.org. points back to mx.exemple.org; local configuration error", STAYS),
    ("5.2.2", f"552 5.2.2 <{WHO}> Quota exceeded (mailbox for user is full)", STAYS),
    ("5.7.1", "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.example.com/HT204137", STAYS),
    ("5.0.0", f"554 IP={IP} - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.example.de to clarify.)", STAYS),
    ("5.0.0", "550 spam message rejected. Please visit http://help.example.ru/notspam", STAYS),
    ("5.0.0", "554 DT:SPM 163 smtp8, please see http://mail.example.cn/help/spam16.htm", STAYS),
    ("5.0.0", "552 Benutzerkonto voll", STAYS),
    ("5.1.1", "550 5.1.1 Benutzer unbekannt", GONE),
    ("5.1.1", "550 5.1.1 El usuario no existe", GONE),
]

QMAIL = [
    ("", "192.0.2.8 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.8.", GONE),
    ("", "Sorry, no mailbox here by that name. vpopmail (#5.1.1)", GONE),
    ("", "Sorry, I couldn't find any host named exemple.org. (#5.1.2)", GONE),
    ("", "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.", STAYS),
    ("", "This message is looping: it already has my Delivered-To line. (#5.4.6)", STAYS),
    ("", "192.0.2.8 failed after I sent the message.\nRemote host said: 554 5.7.1 Message rejected as spam", STAYS),
    ("", "Connected to 192.0.2.8 but sender was rejected.\nRemote host said: 550 5.7.1 SPF fail", STAYS),
    ("", "Recipient's mailbox is full, message returned to sender. (#5.2.2)", STAYS),
    ("", "The users mailfolder is over the allowed quota (size). (#5.2.2)", STAYS),
    ("", "CNAME lookup failed temporarily. (#4.4.3)\nI'm not going to try again; this message has been in the queue too long.", STAYS),
    ("", "Sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", STAYS),
    ("", "192.0.2.8 does not like recipient.\nRemote host said: 452 4.2.2 Mailbox full\nI'm not going to try again; this message has been in the queue too long.", STAYS),
]

DIALECTS = {
    "Postfix": POSTFIX, "Exim": EXIM, "Exchange": EXCHANGE, "Gmail": GMAIL, "Orange": ORANGE, "Free": FREE,
    "La Poste": LA_POSTE, "OVH": OVH, "Yahoo": YAHOO, "Gateways": GATEWAYS, "Others": OTHERS, "qmail": QMAIL,
}
# fmt: on


def list_blind_samples() -> Iterator[Sample]:
    for dialect, samples in DIALECTS.items():
        for status, said, meaning in samples:
            yield Sample(dialect, status, said, meaning)
