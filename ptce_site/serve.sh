# Serve the site with production settings on http://127.0.0.1:$PORT.
# Real deployments set SECRET_KEY, DATABASE_URL and BEHIND_TLS themselves (README.md).
set -eu
mkdir -p var
if [ -z "${SECRET_KEY:-}" ] && ! grep -qs '^SECRET_KEY=' .env; then
  [ -s var/secret_key ] ||
    (umask 077 && python -c 'import secrets; print(secrets.token_urlsafe(50))' >var/secret_key)
  SECRET_KEY=$(cat var/secret_key)
  export SECRET_KEY
fi
export DEBUG=0 BEHIND_TLS="${BEHIND_TLS:-0}" ALLOW_EMBEDDED_POSTGRES=1
export SITE_ORIGIN="${SITE_ORIGIN:-http://127.0.0.1:$PORT}"
python manage.py prepare --port "$PORT"
echo "Le site : http://127.0.0.1:$PORT/"
exec granian --interface wsgi --host 127.0.0.1 --port "$PORT" --workers 2 \
  --blocking-threads 4 --backlog 4096 --no-ws --workers-kill-timeout 3 \
  ptce_site.wsgi:application
