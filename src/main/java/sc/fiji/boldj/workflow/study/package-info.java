/** What a study is: its options, its maps, the names of its files, and what its tables say of sessions. */
package sc.fiji.boldj.workflow.study;
