FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /srv/usf

# The lock changes less often than the code, so it gets a layer of its own.
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary :all: -r requirements.lock

COPY . .
RUN pip install --no-deps --no-build-isolation .

# The folder exists, and belongs to the service, before it becomes a volume: the volume inherits both.
RUN useradd --system --uid 10001 --no-create-home usf && install -d -o usf -g usf /data
USER usf
WORKDIR /data
VOLUME /data
ENV USF_DATABASE=/data/usf.db

EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=45s \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]

# Inside the container every interface is the container's own; what the host publishes is decided there.
CMD ["usf", "serve", "--host", "0.0.0.0", "--port", "8000"]
