/**
 * What every command runs on: its keys, the dialog, the macro line, progress, and ImageJ's images as BoldJ's and back.
 *
 * <p>Nothing here knows a command. A package of commands has a {@code menu.txt} and a {@link
 * sc.fiji.boldj.host.MenuBridge} of its own.
 */
package sc.fiji.boldj.host;
