# Reportedly as an image: `docker build -t reportedly .`, then see compose.yaml.
FROM python:3.12-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/reportedly
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
# --no-compile: what is used is compiled below, and no more.
RUN /opt/reportedly/bin/pip install --no-compile '.[postgresql,parquet,pdf]'
COPY docker/slim ./slim
RUN sh slim /opt/reportedly \
    && echo "The visit has been postponed, Matej Kranjc said." | /opt/reportedly/bin/reportedly read - > /dev/null \
    && /opt/reportedly/bin/python -c "import reportedly.web.serving, reportedly.cli.terminal, psycopg"

FROM python:3.12-slim-bookworm
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN useradd --create-home --uid 1000 reader && install -d -o reader -g reader /data
COPY --from=build /opt/reportedly /opt/reportedly
ENV PATH=/opt/reportedly/bin:$PATH PYTHONDONTWRITEBYTECODE=1 REPORTEDLY_LEDGER=/data/news.sqlite
USER 1000
WORKDIR /data
VOLUME /data
EXPOSE 8321
# An image that cannot read is not built.
RUN echo "The visit has been postponed, Matej Kranjc said." | reportedly read - | grep -q '"cue": \[\['
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8321/api/counts', timeout=4)"]
ENTRYPOINT ["reportedly"]
CMD ["serve", "--host", "0.0.0.0"]
