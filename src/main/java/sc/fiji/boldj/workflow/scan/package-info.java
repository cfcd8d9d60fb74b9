/** Steps on one scan that take several kernels: coregistration, normalisation, lists of transforms, motion tables. */
package sc.fiji.boldj.workflow.scan;
