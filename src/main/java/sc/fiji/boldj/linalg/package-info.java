/**
 * Dense linear algebra in Java: matrix products, orthonormal bases, least squares, singular values and eigenvalues.
 *
 * <p>Matrices are row-major arrays: the entry in row {@code i} and column {@code j} stands at {@code offset + i * ld +
 * j}, where {@code ld}, the leading dimension, is the distance from one row to the next. The order of every sum is fixed
 * and a call works on one thread, so that results depend neither on the processor nor on Java's version nor on the number
 * of threads; callers parallelise over fixed blocks. {@code Math.fma} and functions that Java leaves to the processor
 * are not used.
 */
package sc.fiji.boldj.linalg;
