# Groundwork in a container: build apart, run small, not as root.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements/app.txt /tmp/app.txt
# Wheels only: nothing is compiled, so nothing needs a compiler.
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/app.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 VAR_DIR=/data PORT=8000
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin groundwork \
 && install -d -o groundwork -g groundwork /data
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY interviews interviews
COPY discovery discovery
COPY templates templates
USER groundwork
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
# Migrations and static files come first, so that a new image brings its own up to date; then gunicorn takes over as process 1.
CMD ["sh", "-c", "python manage.py migrate --noinput && python manage.py collectstatic --noinput --verbosity 0 && exec gunicorn config.wsgi --bind 0.0.0.0:$PORT --workers ${WORKERS:-2} --threads 4 --no-control-socket --access-logfile -"]
