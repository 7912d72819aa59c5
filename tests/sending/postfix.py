"""A real mail server, Postfix, with a configuration of its own in a folder: it takes mails and keeps them in a maildir.

It needs root, to start as, and the system's user `postfix`, who owns its queue.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
myhostname = mta.test.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
recipient_delimiter = +
virtual_mailbox_domains = exemple.fr
virtual_mailbox_base = {folder}/mails
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
smtpd_recipient_restrictions = check_recipient_access inline:{{gone@exemple.fr=REJECT}}, permit_mynetworks, reject
alias_maps =
alias_database =
local_recipient_maps =
"""
MASTER = """\
{port} inet n - n - - smtpd
  -o syslog_name=postfix/test
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


def find_postfix() -> str | None:
    """Return the command, if it can be used: only root can start it."""
    return shutil.which("postfix", path=f"{os.environ['PATH']}:/usr/sbin") if os.geteuid() == 0 else None


@dataclass
class Postfix:
    folder: Path
    port: int

    @property
    def mails(self) -> list[bytes]:
        """What has arrived, with lines as the maildir holds them."""
        return [path.read_bytes() for path in (self.folder / "mails/all/new").glob("*")]

    @property
    def queue(self) -> list[Path]:
        """What it took and has not delivered yet."""
        spool = self.folder / "spool"
        return [
            path
            for name in ("incoming", "active", "deferred", "maildrop")
            for path in spool.glob(f"{name}/**/*")
            if path.is_file()
        ]


@contextmanager
def postfix(folder: Path) -> Iterator[Postfix]:
    """Run Postfix from `folder`, which must not lie below a folder that its user cannot enter."""
    import pwd

    owner = pwd.getpwnam("postfix")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for name in ("etc", "spool", "data", "mails", "log"):
        (folder / name).mkdir()
    for name in ("data", "mails"):
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    values = {"folder": folder, "port": port, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (folder / "etc/main.cf").write_text(MAIN.format(**values))
    (folder / "etc/master.cf").write_text(MASTER.format(**values))
    command = [str(find_postfix()), "-c", str(folder / "etc")]
    subprocess.run([*command, "start"], check=True, capture_output=True, timeout=60)
    try:
        yield Postfix(folder, port)
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True, timeout=60)
