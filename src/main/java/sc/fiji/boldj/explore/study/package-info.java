/** The window that leads through a study: state of every step, start and stop, ratings, pages. */
package sc.fiji.boldj.explore.study;
