/**
 * The anatomy of a T1-weighted scan: bias field, brain, tissues.
 *
 * <p>The kernels know nothing of templates: what a template says comes in as maps on the scan's own grid.
 */
package sc.fiji.boldj.anatomy;
