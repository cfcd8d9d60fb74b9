/**
 * The anatomy of a T1-weighted scan: bias field, brain, tissues.
 *
 * <p>The kernels know nothing of templates: what a template says comes in as maps on the scan's own grid.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.run.PublicApi;
