"""`/api/pull`: a download with its progress, and how it fails."""

from hashlib import sha256

from .faults import Faults
from .generation import wait
from .models import NAME, Model, shown, valid
from .reading import read
from .replies import (
    PLAIN_JSON,
    ClientGoneError,
    Objects,
    Received,
    RefusedError,
    Reply,
    ServerDiedError,
    as_json,
    as_lines,
)
from .state import State

STEPS = 4  # progress lines of a layer, besides the one that names it
SMALL_LAYERS = (102, 59, 152)  # template, parameters, configuration


def pull(state: State, request: Received) -> Reply:
    """Fetch a model from the registry."""
    body = read(request.text, "PullRequest")
    name = body.get("model") or body.get("name") or ""
    if not valid(name):
        raise RefusedError(400, "invalid model name")
    lines = pulled(state, name, insecure=bool(body.get("insecure")))
    lines = interrupted(lines, state.take_faults(), request)
    if body.get("stream") is not False:
        return as_lines(lines)
    try:
        *_, last = lines
    except RefusedError as error:
        return as_json({"error": str(error)}, error.status, PLAIN_JSON)
    return as_json(last, 200, PLAIN_JSON)


def pulled(state: State, name: str, *, insecure: bool) -> Objects:
    """The lines of a pull; at its end the server has the model."""
    if name.startswith("http://") and not insecure:
        raise RefusedError(500, "insecure protocol http")
    yield {"status": "pulling manifest"}
    model = from_registry(state, name)
    there = state.find(name) is not None
    for digest, size in layers(model):
        yield from layer_lines(digest, size, there=there)
    yield {"status": "verifying sha256 digest"}
    yield {"status": "writing manifest"}
    state.add(model.copied(shown(name)))
    yield {"status": "success"}


def from_registry(state: State, name: str) -> Model:
    """The model there, or why it cannot be had."""
    if state.registry is None:
        raise RefusedError(500, f"pull model manifest: {no_route(name)}")
    model = state.registry.get(shown(name.rsplit("/", 1)[-1]))
    if model is None:
        raise RefusedError(500, "pull model manifest: file does not exist")
    return model


def no_route(name: str) -> str:
    """What Go's client says without a network."""
    parts = NAME.fullmatch(name)
    host = (parts and parts["host"]) or "registry.ollama.ai"
    space = (parts and (parts["space"] or parts["own"])) or "library"
    model, tag = shown(name).rsplit("/", 1)[-1].split(":")
    where = f"https://{host}/v2/{space}/{model}/manifests/{tag}"
    return f'Get "{where}": dial tcp: lookup {host}: no such host'


def layers(model: Model) -> list[tuple[str, int]]:
    """Digest and bytes of what is fetched, the weights first."""
    small = [(sha256(f"{model.digest} {n}".encode()).hexdigest(), n) for n in SMALL_LAYERS]
    weights = (model.blob.removeprefix("sha256:"), model.size - sum(SMALL_LAYERS))
    return [weights, *small]


def layer_lines(digest: str, size: int, *, there: bool) -> Objects:
    """A layer's progress; one that is already there is complete at once."""
    named = {"status": f"pulling {digest[:12]}", "digest": f"sha256:{digest}", "total": size}
    if not there:
        yield named
        yield from ({**named, "completed": size * step // STEPS} for step in range(1, STEPS))
    yield {**named, "completed": size}


def interrupted(lines: Objects, faults: Faults, request: Received) -> Objects:
    """The lines, with whatever is to go wrong between them."""
    for count, line in enumerate(lines):
        if request.gone():
            raise ClientGoneError
        if faults.server_dies_after == count:
            raise ServerDiedError
        if faults.hangs_at(count):
            wait(faults.released, None, request.gone)
        yield line
