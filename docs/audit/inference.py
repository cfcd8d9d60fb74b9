"""Linear model, shufflings and exact TFCE, from their formulas."""
import itertools
import math

import numpy as np


def t_test(design, contrast, data):
    """Effect, t and degrees of freedom for each column of the data."""
    inverse = np.linalg.pinv(design)
    beta = inverse @ data
    rest = data - design @ beta
    degrees = len(design) - np.linalg.matrix_rank(design)
    variance = (rest ** 2).sum(0) / degrees
    effect = contrast @ beta
    with np.errstate(divide="ignore", invalid="ignore"):
        return effect, effect / np.sqrt(variance * (contrast @ inverse @ inverse.T @ contrast)), degrees


def nuisance_residuals(design, contrast, data):
    """What the model leaves if the contrast is 0 (Freedman and Lane 1983)."""
    kept = design @ np.linalg.svd(contrast[None])[2][1:].T
    return data - kept @ np.linalg.lstsq(kept, data, rcond=None)[0]


def shufflings(kind, labels, count, own, seed=20):
    """Orders (and signs) of the observations, the data as they are first; whether every distinct one is there.

    kind: `signs`, `pairs` (rows 2i and 2i + 1 change places) or `all`; labels: equal entries are the same where nothing
    else tells people apart, else None.
    """
    rng = np.random.default_rng(seed)
    n = len(labels) if labels is not None else count[0]
    limit = count[1]
    identity = np.arange(n)
    if kind == "signs":
        if 2 ** n <= limit:
            return [(identity, np.array(s)) for s in itertools.product([1, -1], repeat=n)], True
        return [(identity, np.ones(n))] + [(identity, rng.choice([-1, 1], n)) for _ in range(own)], False
    if kind == "pairs":
        swap = lambda bits: np.ravel([[2 * i + b, 2 * i + 1 - b] for i, b in enumerate(bits)])
        if 2 ** (n // 2) <= limit:
            return [(swap(bits), 1) for bits in itertools.product([0, 1], repeat=n // 2)], True
        return [(identity, 1)] + [(swap(rng.integers(0, 2, n // 2)), 1) for _ in range(own)], False
    if labels is not None and len(set(labels)) == 2:
        first = [i for i, label in enumerate(labels) if label == labels[0]]
        second = [i for i in range(n) if i not in first]
        if math.comb(n, len(first)) <= limit:
            orders = []
            for chosen in itertools.combinations(range(n), len(first)):
                order = np.empty(n, int)
                order[first], order[second] = chosen, [i for i in range(n) if i not in chosen]
                orders.append((order, 1))
            return sorted(orders, key=lambda o: tuple(o[0])), True
    elif math.factorial(n) <= limit:
        return [(np.array(order), 1) for order in itertools.permutations(range(n))], True
    return [(identity, 1)] + [(rng.permutation(n), 1) for _ in range(own)], False


def shuffled(data, design, contrast, orders):
    """The t values of each shuffling, shape (shufflings, columns)."""
    rest = nuisance_residuals(design, contrast, data)
    return (t_test(design, contrast, (rest[order].T * sign).T)[1] for order, sign in orders)


def share(null, observed):
    """Of shufflings that reach the observed value, those that tie with it among them."""
    return (null >= observed - 1e-9 * (1 + np.abs(observed))).mean(0)


def neighbours(mask):
    number = np.full(np.array(mask.shape) + 2, -1)
    number[1:-1, 1:-1, 1:-1][mask] = np.arange(mask.sum())
    at = np.argwhere(mask) + 1
    found = [number[tuple((at + step).T)] for step in itertools.product((-1, 0, 1), repeat=3) if any(step)]
    return [[int(v) for v in row if v >= 0] for row in np.array(found).T]


def one_sided(values, graph):
    """Exact integral of extent(h)^.5 h^2: voxels join clusters from the highest down, and what a cluster earned between two
    heights is kept as a number that all its voxels share."""
    parent, earned, size, level = {}, {}, {}, {}

    def root(v):
        path = []
        while parent[v] != v:
            path.append(v)
            v = parent[v]
        for u in reversed(path[:-1]):  # each now hangs on the root; what lies between is added up
            earned[u] += earned[parent[u]]
            parent[u] = v
        return v

    def settle(r, height):
        earned[r] += math.sqrt(size[r]) * (level[r] ** 3 - height ** 3) / 3
        level[r] = height

    for v in np.argsort(-values, kind="stable"):
        v, height = int(v), float(values[v])
        if height <= 0:
            break
        parent[v], earned[v], size[v], level[v] = v, 0.0, 1, height
        for u in graph[v]:
            if u in parent:
                a, b = root(u), root(v)
                if a != b:
                    settle(a, height)
                    settle(b, height)
                    if size[a] < size[b]:
                        a, b = b, a
                    parent[b] = a
                    earned[b] -= earned[a]
                    size[a] += size[b]
    result = np.zeros(len(values))
    for v in parent:
        if parent[v] == v:
            settle(v, 0.0)
    for v in parent:
        r = root(v)
        result[v] = earned[r] if r == v else earned[r] + earned[v]
    return result


def tfce(values, graph):
    """Positive and negative values apart, with their sign."""
    values = np.where(np.isfinite(values), values, 0)
    return one_sided(values, graph) - one_sided(-values, graph)


def false_discovery(p):
    """Benjamini and Hochberg."""
    order = np.argsort(p)
    adjusted = p[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(1, np.minimum.accumulate(adjusted[::-1])[::-1])
    return result
