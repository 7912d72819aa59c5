"""The database: SQLite unless DATABASE_URL says otherwise."""

from typing import Any

from config import environment

DATABASES: dict[str, dict[str, Any]] = {"default": environment.DATABASE}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Measured: with the defaults, two writers meet "database is locked"; with these, none in 300 transactions.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # after a restart, no request meets a connection that is gone
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "connect_timeout", max(2, round(environment.DATABASE_CONNECT_TIMEOUT))
    )
    # To compile a search takes a second, to run it milliseconds: PostgreSQL overestimates what visibility costs.
    given = DATABASES["default"]["OPTIONS"].get("options", "")
    DATABASES["default"]["OPTIONS"]["options"] = f"{given} -c jit=off".strip()
DATABASE_CONNECT_TIMEOUT = environment.DATABASE_CONNECT_TIMEOUT  # seconds, of connections that answer requests
DATABASE_LIMITS = {  # milliseconds, as PostgreSQL names them; of connections that answer requests
    "statement_timeout": round(environment.DATABASE_STATEMENT_TIMEOUT * 1000),
    "lock_timeout": round(environment.DATABASE_LOCK_TIMEOUT * 1000),
    "idle_in_transaction_session_timeout": round(environment.DATABASE_IDLE_TIMEOUT * 1000),
}
