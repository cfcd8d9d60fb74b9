# Mixed models for repeated measures, as R computes them: Rscript make_mixed.R (in this folder)
# Made with R 4.2.2, nlme 3.1-162, lme4 1.1-31, pbkrtest 0.5.2 (all GPL; only their numbers are stored).
# Three arms, weeks 0, 4, 8, 12; about a quarter of the follow-up visits missing.
suppressMessages({library(nlme); library(lme4); library(pbkrtest)})
set.seed(20261130)
f <- function(x) formatC(as.vector(x), digits=12, format="g")
w <- function(x, file) write.table(x, file, sep="\t", quote=FALSE, row.names=FALSE)
n <- 48; arm <- rep(c("placebo","low","high"), each=n/3)
S <- outer(1:4, 1:4, function(i, j) .6^abs(i-j) * sqrt(c(1,1.3,1.7,2.2)[i] * c(1,1.3,1.7,2.2)[j]))
y <- t(sapply(1:n, function(i) as.vector(t(chol(S)) %*% rnorm(4)) + c(0,.2,.4,.6) * (arm[i]=="high")))
d <- data.frame(subject=rep(1:n, each=3), arm=rep(arm, each=3), visit=rep(1:3, n), baseline=rep(y[,1]-mean(y[,1]), each=3), value=as.vector(t(y[,2:4])))
keep <- runif(nrow(d)) > .25; d <- d[keep,]
w(transform(d, baseline=f(baseline), value=f(value)), "mixed.tsv")
d$arm <- factor(d$arm, levels=c("placebo","low","high")); d$v <- factor(d$visit); d$s <- factor(d$subject)
X <- model.matrix(~ 0 + arm:v + baseline:v, d)
# columns: arm by visit (placebo, low, high at visit 1, then visits 2 and 3), baseline by visit
cn <- c(paste0("arm", rep(levels(d$arm), 3), ":v", rep(1:3, each=3)), paste0("v", 1:3, ":baseline"))
stopifnot(all(cn %in% colnames(X))); X <- X[, cn]
L <- rbind(high1=c(-1,0,1, rep(0,9)), high3=c(rep(0,6),-1,0,1,0,0,0), low3=c(rep(0,6),-1,1,0,0,0,0), slope2=c(rep(0,10),1,0), mean=c(-1,0,1,-1,0,1,-1,0,1,0,0,0)/3)
F2 <- rbind(L["high3",], L["low3",]); F3 <- rbind(c(-1,0,1,rep(0,9)), c(0,0,0,-1,0,1,rep(0,6)), c(rep(0,6),-1,0,1,0,0,0))
# --- random intercept: pbkrtest
x <- lmer(value ~ 0 + X + (1|s), cbind(d, X=I(X)), REML=TRUE, control=lmerControl(optimizer="bobyqa", optCtrl=list(rhoend=1e-12)))
V <- as.matrix(vcov(x)); A <- as.matrix(vcovAdj(x)); b <- fixef(x)
o <- do.call(rbind, lapply(rownames(L), function(k) { l <- L[k,]; data.frame(contrast=k, estimate=f(sum(l*b)), se=f(sqrt(l %*% V %*% l)), se_adjusted=f(sqrt(l %*% A %*% l)), df=f(get_Lb_ddf(x, l))) }))
w(o, "mixed-intercept.tsv")
kr <- function(M) { t <- KRmodcomp(x, M)$test["Ftest",]; data.frame(statistic=f(t$stat), numerator=t$ndf, denominator=f(t$ddf), scale=f(t$F.scaling), p=f(t$p.value)) }
w(rbind(kr(F2), kr(F3)), "mixed-intercept-f.tsv"); 
vc <- as.data.frame(VarCorr(x))$vcov; w(data.frame(between=f(vc[1]), within=f(vc[2]), reml=f(as.numeric(logLik(x)))), "mixed-intercept-variance.tsv")
# --- gls with four structures; Kenward and Roger's formulae on dense matrices with numerical derivatives
ctl <- glsControl(maxIter=500, msMaxIter=1000, tolerance=1e-11, msTol=1e-13)
fits <- list(UNSTRUCTURED=gls(value ~ 0 + X, d, correlation=corSymm(form=~visit|s), weights=varIdent(form=~1|v), control=ctl),
  AUTOREGRESSIVE=gls(value ~ 0 + X, d, correlation=corAR1(form=~visit|s), weights=varIdent(form=~1|v), control=ctl))
dense <- function(S) { V <- matrix(0, nrow(d), nrow(d)); for (i in seq_len(nrow(d))) for (j in seq_len(nrow(d))) if (d$subject[i]==d$subject[j]) V[i,j] <- S[d$visit[i], d$visit[j]]; V }
full <- function(g) { r <- coef(g$modelStruct$varStruct, unconstrained=FALSE, allCoef=TRUE)[c("1","2","3")]; cs <- corMatrix(g$modelStruct$corStruct); k <- names(which(table(d$subject)==3))[1]; g$sigma^2 * cs[[k]] * outer(r, r) }
pack <- function(S, s) if (s=="AUTOREGRESSIVE") c(diag(S), S[1,2]/sqrt(S[1,1]*S[2,2])) else S[upper.tri(S, diag=TRUE)]
unpack <- function(t, s) { if (s=="AUTOREGRESSIVE") sqrt(outer(t[1:3], t[1:3])) * t[4]^abs(outer(1:3,1:3,"-")) else { M <- matrix(0,3,3); M[upper.tri(M, diag=TRUE)] <- t; M + t(M) - diag(diag(M)) } }
res <- NULL; fres <- NULL; cov <- NULL
reml <- function(t, s) { V <- dense(unpack(t, s)); ch <- try(chol(V), silent=TRUE); if (inherits(ch, "try-error")) return(1e10); Vi <- chol2inv(ch); G <- t(X) %*% Vi %*% X; b <- solve(G, t(X) %*% Vi %*% d$value); r <- d$value - X %*% b; .5 * (2*sum(log(diag(ch))) + as.numeric(determinant(G)$modulus) + sum(r * (Vi %*% r)) + (nrow(X)-ncol(X))*log(2*pi)) }
for (s in names(fits)) {
  th <- pack(full(fits[[s]]), s)
  for (k in 1:4) th <- optim(th, reml, s=s, method="BFGS", control=list(reltol=1e-15, maxit=500))$par
  S0 <- unpack(th, s); q <- length(th); V <- dense(S0); Vi <- solve(V); Phi <- solve(t(X) %*% Vi %*% X)
  h <- 1e-4; e <- function(i) replace(numeric(q), i, h); up <- function(t) unpack(t, s)
  D <- lapply(1:q, function(i) dense((up(th+e(i)) - up(th-e(i)))/(2*h)))
  DD <- function(i, j) dense((up(th+e(i)+e(j)) - up(th+e(i)-e(j)) - up(th-e(i)+e(j)) + up(th-e(i)-e(j)))/(4*h^2))
  P <- lapply(D, function(Di) -t(X) %*% Vi %*% Di %*% Vi %*% X); I <- matrix(0,q,q); Pr <- Vi - Vi %*% X %*% Phi %*% t(X) %*% Vi
  for (i in 1:q) for (j in 1:q) I[i,j] <- .5*sum(diag(Pr %*% D[[i]] %*% Pr %*% D[[j]]))
  W <- solve(I); M <- 0; for (i in 1:q) for (j in 1:q) M <- M + W[i,j] * (t(X) %*% Vi %*% D[[i]] %*% Vi %*% D[[j]] %*% Vi %*% X - P[[i]] %*% Phi %*% P[[j]] - .25 * t(X) %*% Vi %*% DD(i,j) %*% Vi %*% X)
  A <- Phi + 2 * Phi %*% M %*% Phi; b <- Phi %*% t(X) %*% Vi %*% d$value
  test <- function(L) { l <- nrow(L); Th <- t(L) %*% solve(L %*% Phi %*% t(L)) %*% L; a1 <- 0; a2 <- 0
    for (i in 1:q) for (j in 1:q) { x1 <- Th %*% Phi %*% P[[i]] %*% Phi; x2 <- Th %*% Phi %*% P[[j]] %*% Phi; a1 <- a1 + W[i,j]*sum(diag(x1))*sum(diag(x2)); a2 <- a2 + W[i,j]*sum(diag(x1 %*% x2)) }
    B <- (a1+6*a2)/(2*l); g <- ((l+1)*a1-(l+4)*a2)/((l+2)*a2); cc <- c(g, l-g, l+2-g)/(3*l+2*(1-g)); E <- 1/(1-a2/l); Vs <- 2/l*(1+cc[1]*B)/((1-cc[2]*B)^2*(1-cc[3]*B)); rho <- Vs/(2*E^2); m <- 4+(l+2)/(l*rho-1); lam <- m/(E*(m-2))
    F <- as.numeric(t(L %*% b) %*% solve(L %*% A %*% t(L)) %*% (L %*% b))/l; c(lam*F, l, m, lam) }
  for (k in rownames(L)) { l <- L[k,,drop=FALSE]; res <- rbind(res, data.frame(structure=s, contrast=k, estimate=f(l %*% b), se=f(sqrt(l %*% Phi %*% t(l))), se_adjusted=f(sqrt(l %*% A %*% t(l))), df=f(test(l)[3]))) }
  for (M2 in list(F2, F3)) { t <- test(M2); fres <- rbind(fres, data.frame(structure=s, statistic=f(t[1]), numerator=t[2], denominator=f(t[3]), scale=f(t[4]))) }
  for (i in 1:3) cov <- rbind(cov, data.frame(structure=s, visit=i, v1=f(S0[i,1]), v2=f(S0[i,2]), v3=f(S0[i,3]), gls=f(full(fits[[s]])[i,i]), reml=f(-reml(th, s))))
}
w(res, "mixed-dense.tsv"); w(fres, "mixed-dense-f.tsv"); w(cov, "mixed-dense-covariance.tsv")
