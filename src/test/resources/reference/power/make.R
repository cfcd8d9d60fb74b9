# Power and sample sizes as R computes them; run with: Rscript make.R
# power.t.test(strict = TRUE) counts both tails; equivalence: the probability of both rejections, integrated over chi square,
# which does not use BoldJ's code.
options(digits = 15)
tost <- function(theta, margin, se, df, alpha) {
  t <- qt(1 - alpha, df)
  f <- function(x) { u <- sqrt(x / df)
    pmax(0, pnorm((margin - theta) / se - t * u) - pnorm(t * u - (margin + theta) / se)) * dchisq(x, df) }
  top <- df * (margin / (t * se))^2
  cut <- sort(unique(pmin(top, qchisq(c(0, 1e-12, .01, .25, .5, .75, .99, 1 - 1e-12), df)))); cut <- c(cut[is.finite(cut)])
  if (top > max(cut)) cut <- c(cut, top)
  sum(sapply(seq_len(length(cut) - 1), function(k) integrate(f, cut[k], cut[k + 1], rel.tol = 1e-11, abs.tol = 1e-14, subdivisions = 2000L)$value))
}
rows <- list()
for (alpha in c(.05, .05 / 3, .001)) for (delta in c(0, .2, .5, 1, 3)) for (n in c(2, 3, 5, 12, 37, 200, 5000)) {
  rows[[length(rows) + 1]] <- data.frame(test = "two.sample", n = n, effect = delta, alpha = alpha,
    power = power.t.test(n = n, delta = delta, sd = 1, sig.level = alpha, type = "two.sample", strict = TRUE)$power)
  rows[[length(rows) + 1]] <- data.frame(test = "paired", n = n, effect = delta, alpha = alpha,
    power = power.t.test(n = n, delta = delta, sd = 1, sig.level = alpha, type = "paired", strict = TRUE)$power)
  rows[[length(rows) + 1]] <- data.frame(test = "one.sided", n = n, effect = delta, alpha = alpha,
    power = power.t.test(n = n, delta = delta, sd = 1, sig.level = alpha, type = "two.sample", alternative = "one.sided")$power)
}
for (alpha in c(.05, .01)) for (theta in c(0, .1, -.2)) for (n in c(3, 5, 12, 37, 100, 1000))
  rows[[length(rows) + 1]] <- data.frame(test = "equivalence", n = n, effect = theta, alpha = alpha,
    power = tost(theta, .5, sqrt(2 / n), 2 * n - 2, alpha))
write.table(do.call(rbind, rows), "power.tsv", sep = "\t", quote = FALSE, row.names = FALSE)
# smallest n whose power reaches the target, counted up from 2
least <- function(f) { n <- 2; while (f(n) < .8) n <- n + 1; n }
out <- data.frame()
for (sd in c(.6, 1, 1.7)) for (delta in c(.3, .5, 1)) for (alpha in c(.05, .05 / 3)) {
  out <- rbind(out,
    data.frame(design = "two.sample", sd, effect = delta, alpha, n = ceiling(power.t.test(power = .8, delta = delta, sd = sd, sig.level = alpha, strict = TRUE)$n)),
    data.frame(design = "paired", sd, effect = delta, alpha, n = ceiling(power.t.test(power = .8, delta = delta, sd = sd, sig.level = alpha, type = "paired", strict = TRUE)$n)),
    data.frame(design = "equivalence", sd, effect = delta, alpha, n = least(function(n) tost(0, delta, sd * sqrt(2 / n), 2 * n - 2, alpha))))
}
write.table(out, "n.tsv", sep = "\t", quote = FALSE, row.names = FALSE)
writeLines(R.version.string, "session.txt")
