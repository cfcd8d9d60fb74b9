/**
 * Independent component analysis of one scan and of a group, stability, dual regression, the names of networks, and
 * components that are artefacts.
 *
 * <p>Matrices are row-major: a scan has shape (T, V), time courses (T, K), maps (K, V), with T volumes, V voxels of a
 * mask in its order and K components.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.ica;

import sc.fiji.boldj.run.PublicApi;
