"""What a month costs each way, part by part, from one set of values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from advisor.costs.api_prices import ApiPrice
from advisor.costs.capacity import busy, whole
from advisor.costs.plan import Serving, Values

Bill = Mapping[str, Decimal]
_GB = Decimal(10) ** 9


def total(bill: Bill) -> Decimal:
    """Return the sum of a bill."""
    return sum(bill.values(), Decimal(0))


def requests(v: Values) -> Decimal:
    """Return the requests of a month."""
    return v["requests_per_day"] * v["hours_per_month"] / 24


def _tokens(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))


def per_request(price: ApiPrice, v: Values) -> Decimal:
    """Price one request, a share of which waits for the batch rate."""
    read, written = _tokens(v["input_tokens"]), _tokens(v["output_tokens"])
    cached = min(read, _tokens(v["input_tokens"] * v["cached_share"]))
    now = price.request(read, cached, written)
    if not v["batch_share"]:
        return now
    later = price.request(read, cached, written, batch=True)
    return now + v["batch_share"] * (later - now)


def api_bill(price: ApiPrice, v: Values) -> Bill:
    """A proprietary API."""
    return {
        "tokens": requests(v) * per_request(price, v) * v["api_price_factor"],
        "engineers": v["engineers_api"] * v["engineer_month"],
        "evaluation": v["evaluation_api"],
        "compliance": v["compliance_api"],
    }


def hosted_bill(price: ApiPrice, v: Values) -> Bill:
    """An open model at a host that charges by the token."""
    return {
        "tokens": requests(v) * per_request(price, v) * v["hosted_price_factor"],
        "engineers": v["engineers_hosted"] * v["engineer_month"],
        "evaluation": v["evaluation_open"],
        "compliance": v["compliance_api"],
    }


def instances(serving: Serving, v: Values) -> int:
    """Return the instances that the busiest hour needs, and those in reserve."""
    seconds = serving.speed.seconds(v["input_tokens"], v["output_tokens"]) / v["speed_factor"]
    working = busy(
        v["requests_per_day"], seconds, v["peak_factor"], v["batch_share"], v["utilisation"]
    )
    return whole(working) + whole_spare(v)


def whole_spare(v: Values) -> int:
    """Return the instances in reserve; none may be asked for."""
    return _tokens(v["spare_instances"])


def rented_bill(serving: Serving, v: Values) -> Bill:
    """An open model on rented GPUs, which run all month."""
    gpus = instances(serving, v) * serving.gpus
    return {"gpus": gpus * v["gpu_hour"] * v["hours_per_month"], **_around(serving, v)}


def bought_bill(serving: Serving, v: Values) -> Bill:
    """An open model on bought GPUs, written off over their lifetime."""
    gpus = instances(serving, v) * serving.gpus
    return {
        "hardware": gpus * hardware_price(serving, v) / v["lifetime_months"],
        **bought_running(serving, v),
    }


def hardware_price(serving: Serving, v: Values) -> Decimal:
    """Return the price of a GPU with its share of the server."""
    alone = serving.hardware is None or not serving.hardware.with_server
    return v["hardware_price"] + (v["server_share"] if alone else 0)


def bought_running(serving: Serving, v: Values) -> Bill:
    """What bought GPUs cost to run: all but their price."""
    gpus = instances(serving, v) * serving.gpus
    watts = serving.hardware.watts if serving.hardware else 0
    kwh = gpus * watts * v["hours_per_month"] / 1000 * v["pue"]
    return {
        "power": kwh * v["kwh_price"],
        "space": gpus * v["rack_month"],
        "maintenance": gpus * hardware_price(serving, v) * v["maintenance_share"] / 12,
        **_around(serving, v),
    }


def _around(serving: Serving, v: Values) -> dict[str, Decimal]:
    """What serving a model oneself costs besides the GPUs."""
    sent = requests(v) * v["output_tokens"] * v["bytes_per_token"] / _GB
    return {
        "engineers": v["engineers_self_hosted"] * v["engineer_month"],
        "storage": serving.weights_gb * v["storage_copies"] * v["storage_price"],
        "egress": sent * v["egress_price"],
        "evaluation": v["evaluation_open"],
        "compliance": v["compliance_self_hosted"],
    }
