/**
 * Quality figures of a scan: numbers only, named as fMRIPrep names them.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.qc;

import sc.fiji.boldj.run.PublicApi;
