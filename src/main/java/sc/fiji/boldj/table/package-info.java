/**
 * Tables: named columns of numbers or texts, their tab-separated form, and how lines are split into cells.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.table;

import sc.fiji.boldj.run.PublicApi;
