# Values that R 4.2.2 (lm, t.test) and BayesFactor 0.9.12-4.4 compute from made-up data: Rscript make_trials.R
# writes equivalence-r.tsv from equivalence.tsv (margin 0.5) and ancova-lm.tsv from ancova.tsv.
suppressMessages(library(BayesFactor))
f <- function(x) formatC(x, digits = 12, format = "g")
w <- function(x, name) write.table(x, name, sep = "\t", quote = FALSE, row.names = FALSE)
d <- read.delim("equivalence.tsv")
w(do.call(rbind, lapply(1:8, function(k) {
    u <- d$value[d$set == k & d$group == "drug"]
    v <- d$value[d$set == k & d$group == "placebo"]
    tost <- function(equal) {
        max(t.test(u, v, mu = -0.5, alternative = "greater", var.equal = equal)$p.value,
            t.test(u, v, mu = 0.5, alternative = "less", var.equal = equal)$p.value)
    }
    ci <- t.test(u, v, var.equal = TRUE, conf.level = 0.9)$conf.int
    bf <- function(...) f(exp(ttestBF(...)@bayesFactor$bf))
    data.frame(set = k, t = f(t.test(u, v, var.equal = TRUE)$statistic), tost_p = f(tost(TRUE)), tost_p_welch = f(tost(FALSE)),
        ci90_low = f(ci[1]), ci90_high = f(ci[2]), bf10_r0.7071 = bf(u, v, rscale = sqrt(2) / 2), bf10_r1 = bf(u, v, rscale = 1),
        bf10_onesample_drug_r0.7071 = bf(u, rscale = sqrt(2) / 2))
})), "equivalence-r.tsv")
a <- read.delim("ancova.tsv")
w(do.call(rbind, lapply(1:6, function(j) {
    s <- summary(lm(a[[paste0("followup", j)]] ~ (a$arm == "drug") + a[[paste0("baseline", j)]] + a$age))$coefficients[2, ]
    data.frame(voxel = j, estimate = f(s[1]), SE = f(s[2]), t = f(s[3]), p = f(s[4]))
})), "ancova-lm.tsv")
