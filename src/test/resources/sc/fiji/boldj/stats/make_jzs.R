# Log Bayes factors of t tests by ttest.tstat of BayesFactor 0.9.12-4.4 (R 4.2.2): Rscript make_jzs.R > r.tsv
# For large t in small samples BayesFactor warns "approximation invoked" and is off by up to 6e-4: make_jzs.py adds an exact column.
suppressMessages(library(BayesFactor))
f <- function(t, n1, n2, r) {
    approximate <- FALSE
    x <- withCallingHandlers(ttest.tstat(t, n1, n2, rscale = r), message = function(m) approximate <<- TRUE,
        warning = function(m) { approximate <<- TRUE; invokeRestart("muffleWarning") })
    cat(sprintf("%g\t%d\t%d\t%s\t%.12g\t%d\n", t, n1, n2, ifelse(r == 1, "1", "0.70710678118654752"), x$bf, approximate))
}
cat("t\tn1\tn2\tscale\tBayesFactor\tapproximate\n")
for (r in c(sqrt(2) / 2, 1)) for (t in c(0, 0.3, 1, 2.2, 4, 8, 13, 20)) {
    for (n in c(3, 4, 10, 30, 120, 500)) f(t, n, 0, r)
    for (n in list(c(3, 3), c(10, 14), c(25, 50), c(250, 250))) f(t, n[1], n[2], r)
}
