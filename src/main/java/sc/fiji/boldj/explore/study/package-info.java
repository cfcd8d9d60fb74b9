/** The window for running a study: state of every step, start and stop, ratings, pages. */
package sc.fiji.boldj.explore.study;
