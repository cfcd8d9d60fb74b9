"""ComBat (Johnson 2007) of made-up data, written from the paper with numpy 2.4.6: python3 make_combat.py > combat.tsv

22 observations of three sites, 8 elements, two covariates. The conditional posterior means are iterated on the data of all
elements until nothing changes by more than 1e-14; 'free' columns have the location and scale of each site without shrinkage."""
import numpy as np

rng = np.random.default_rng(7)
site = np.repeat([0, 1, 2], [7, 9, 6])
n, g = len(site), 8
age = rng.integers(20, 60, n)
sex = rng.integers(0, 2, n)
x = np.c_[age, sex].astype(float)
raw = (rng.normal(size=(n, g)) * np.array([1, 1.6, 0.7])[site][:, None] * rng.uniform(0.5, 2, g)
       + np.array([0.3, -0.5, 1])[site][:, None] + rng.normal(size=(3, g))[site] * 0.4
       + np.outer(age, rng.normal(size=g)) * 0.03 + np.outer(sex, rng.normal(size=g)) + 5)
raw = np.round(raw, 6)


def combat(y, shrink):
    dummies = (site[:, None] == np.arange(3)).astype(float)
    b = np.linalg.lstsq(np.c_[dummies, x], y, rcond=None)[0]
    grand = dummies.mean(0) @ b[:3]
    keep = grand + x @ b[3:]
    sigma = np.sqrt(((y - dummies @ b[:3] - x @ b[3:]) ** 2).mean(0))
    z = (y - keep) / sigma
    out = np.empty_like(z)
    for s in range(3):
        zs = z[site == s]
        m = len(zs)
        gamma, delta = zs.mean(0), zs.var(0, ddof=1)
        if shrink:
            gbar, t2 = gamma.mean(), gamma.var(ddof=1)
            mu, s2 = delta.mean(), delta.var(ddof=1)
            alpha, beta = mu ** 2 / s2 + 2, mu ** 3 / s2 + mu
            gs, ds = gamma.copy(), delta.copy()
            while True:
                g1 = (m * t2 * gamma + ds * gbar) / (m * t2 + ds)
                d1 = (beta + ((zs - g1) ** 2).sum(0) / 2) / (m / 2 + alpha - 1)
                done = max(abs(g1 - gs).max(), abs(d1 - ds).max()) < 1e-14
                gs, ds = g1, d1
                if done:
                    break
            gamma, delta = gs, ds
        out[site == s] = (zs - gamma) / np.sqrt(delta)
    return out * sigma + keep


eb, free = combat(raw, True), combat(raw, False)
print("\t".join(["site", "age", "sex"] + [f"{k}{i + 1}" for k in ("raw", "combat", "free") for i in range(g)]))
for i in range(n):
    print("\t".join([str(site[i]), str(age[i]), str(sex[i])] + [f"{v:.15g}" for a in (raw, eb, free) for v in a[i]]))
