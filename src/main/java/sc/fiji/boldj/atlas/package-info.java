/**
 * Where brain regions are: label volumes and their tables of names, coordinates and networks from published work.
 *
 * <p>Coordinates are RAS+ millimetres of MNI152 space. Unless stated otherwise, {@code null} causes a
 * {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.atlas;

import sc.fiji.boldj.run.PublicApi;
