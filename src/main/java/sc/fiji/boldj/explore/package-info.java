/** Pictures of scans and maps for participants to look at. */
package sc.fiji.boldj.explore;
