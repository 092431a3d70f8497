"""A Django database backend that brings its own PostgreSQL server.

    DATABASES = {"default": {
        "ENGINE": "ptce_site.embedded_postgres",
        "NAME": "ptce",
        "EMBEDDED": {"data_dir": BASE_DIR / "var" / "postgres", "bindir": None},
    }}

The first connection starts the server, and every process that connects shares it.
`cluster` is the side of those processes, `keeper` the one process that owns the
server and stops it after the last of them. They agree through two locks, which the
kernel releases however a process ends, kill -9 included:

- the users' lock, held shared by each process that uses the server;
- the keeper's lock, held exclusively by the keeper.

Should the keeper itself be killed, the next connection appoints another one, which
takes over the running server. The server listens on a private socket, never on TCP.
"""
