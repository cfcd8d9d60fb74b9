/**
 * The commands: everything a person reaches from Fiji's menu, a macro or a script.
 *
 * <p>A command holds its parameters and calls one kernel or one study of {@code workflow}; the menu stands in {@code
 * menu.txt}.
 */
package sc.fiji.boldj.command;
