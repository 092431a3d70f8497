# Serve the site with production settings on http://127.0.0.1:$PORT.
# Real deployments set SECRET_KEY, DATABASE_URL and BEHIND_TLS themselves (README.md).
set -eu
mkdir -p var
if [ -z "${SECRET_KEY:-}" ]; then
  [ -s var/secret_key ] ||
    (umask 077 && python -c 'import secrets; print(secrets.token_urlsafe(50))' >var/secret_key)
  SECRET_KEY=$(cat var/secret_key)
fi
export SECRET_KEY DEBUG=0 BEHIND_TLS="${BEHIND_TLS:-0}" ALLOW_EMBEDDED_POSTGRES=1
python -c "
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(('127.0.0.1', $PORT))
    except OSError:
        sys.exit('Le port $PORT est pris : make serve PORT=…')
"
python manage.py prepare
echo "Le site : http://127.0.0.1:$PORT/"
exec granian --interface wsgi --host 127.0.0.1 --port "$PORT" --workers 2 \
  --blocking-threads 4 --backlog 128 --no-ws ptce_site.wsgi:application
