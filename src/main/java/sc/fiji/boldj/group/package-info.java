/**
 * Group inference for trials: designs from one table, permutation tests on maps, matrices and columns, tables of clusters,
 * and prediction of response.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.group;

import sc.fiji.boldj.run.PublicApi;
