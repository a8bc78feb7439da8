# One image for every department; docker-compose.yml says which one a container is.

FROM python:3.13.7-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_CACHE_DIR=/var/cache/pip

WORKDIR /src
COPY pyproject.toml README.md LICENSE* NOTICE* ./
COPY requirements/constraints.txt requirements/constraints.txt
COPY sdk sdk
COPY shared shared
COPY services services
COPY demo demo

# Both wheels in one command: the platform's requirement "liandong" is met by ./sdk, never by an index.
# hadolint ignore=DL3042 # the cache is a mount of the builder and stays out of the image
RUN --mount=type=cache,target=/var/cache/pip \
    pip wheel --wheel-dir /wheels --constraint requirements/constraints.txt ./sdk '.[otel]'

# The venv has no pip of its own; modules are compiled here, because the root is read-only later.
# hadolint ignore=DL3013,DL3042 # --no-index: only the wheels built above can be installed
RUN python -m venv --without-pip /opt/liandong \
    && pip --python /opt/liandong/bin/python install --no-index --find-links /wheels 'liandong-platform[otel]'


FROM python:3.13.7-slim-bookworm

LABEL org.opencontainers.image.title="Liandong" \
      org.opencontainers.image.description="The departments of a city act together on polluted soil" \
      org.opencontainers.image.licenses="Apache-2.0"

# The fonts of PDF papers, with those for rare names, symbols and minority scripts.
# hadolint ignore=DL3008 # Debian's stable release keeps one version of a font
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-noto-cjk fonts-noto-core fonts-hanazono fonts-babelstone-han fonts-unifont \
    && rm -rf /var/lib/apt/lists/*

RUN groupadd --gid 10001 liandong \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/liandong \
        --shell /usr/sbin/nologin liandong \
    && install --directory --owner=liandong --group=liandong --mode=0700 /var/lib/liandong

COPY --from=build /opt/liandong /opt/liandong

ENV PATH=/opt/liandong/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1

WORKDIR /opt/liandong
USER 10001:10001
EXPOSE 8080

# Only docker-compose.yml knows which containers serve HTTP.
HEALTHCHECK NONE

CMD ["liandong", "--help"]
