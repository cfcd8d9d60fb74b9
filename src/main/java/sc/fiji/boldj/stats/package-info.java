/**
 * Inference by shuffling: which shufflings a design allows, the statistics of a linear model under each of them, what is
 * made of a map of statistics (threshold-free cluster enhancement, clusters), and the probabilities that follow.
 *
 * <p>Nothing here knows images: a map is an array of elements with a {@link sc.fiji.boldj.stats.Neighbourhood}, which may
 * come from a grid, from the edges of a network or from nothing at all (plain columns).
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.stats;

import sc.fiji.boldj.run.PublicApi;
