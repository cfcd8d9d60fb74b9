/**
 * How work runs: progress and cancelling, fixed chunks for reproducible sums, seeded random streams.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.run;
