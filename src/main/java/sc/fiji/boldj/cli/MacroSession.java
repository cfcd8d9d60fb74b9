package sc.fiji.boldj.cli;

import ij.Macro;
import ij.macro.Interpreter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.command.CommandMenu;

/** Runs a macro in ImageJ's own interpreter, as {@code fiji --headless -macro} does, and notices when it fails. */
final class MacroSession {

    private MacroSession() {}

    /**
     * Runs a macro to its end. ImageJ's classes must have been patched for headless use before.
     *
     * @param argument what {@code getArgument()} gives it
     * @throws IOException if the macro cannot be read or stops with an error; the message has its line
     */
    static void run(Path file, String argument) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        CommandMenu.calls().register();
        Interpreter interpreter = new Interpreter();
        RuntimeException stopped = null;
        PrintStream console = System.err;
        ErrorCatcher catcher = new ErrorCatcher(console);
        System.setErr(catcher);
        try {
            interpreter.run(text, argument);
        } catch (RuntimeException e) {
            stopped = e;
        } finally {
            System.setErr(console);
        }
        if (catcher.error != null) throw new IOException(file.getFileName() + ": " + catcher.error);
        if (stopped == null && interpreter.getErrorMessage() == null) return;
        int line = interpreter.getLineNumber();
        if (interpreter.getErrorMessage() != null)
            throw new IOException(file.getFileName() + ": " + interpreter.getErrorMessage());
        if (!Macro.MACRO_CANCELED.equals(stopped.getMessage()))
            throw new IOException(file.getFileName() + ": " + stopped + " at line " + line, stopped);
        if (!leavesQuietly(text.lines().toList(), line))
            throw new IOException(file.getFileName() + ": stopped at line " + line);
    }

    /** Whether the macro ended with {@code exit()}; with a message it is a failure, which ImageJ has printed. */
    private static boolean leavesQuietly(List<String> lines, int line) {
        return line >= 1
                && line <= lines.size()
                && lines.get(line - 1).matches(".*\\bexit\\s*(\\(\\s*\\))?\\s*;.*")
                && !lines.get(line - 1).matches(".*\\bexit\\s*\\(\\s*[^)\\s].*");
    }

    /** Keeps what headless ImageJ prints of a macro's error, three lines with the code; passes on the rest. */
    private static final class ErrorCatcher extends PrintStream {

        private static final String TITLE = "Macro Error: ";
        private String error;

        ErrorCatcher(PrintStream console) {
            super(console, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String text) {
            if (text != null && text.startsWith(TITLE))
                error = text.substring(TITLE.length()).lines().findFirst().orElse(text);
            else super.println(text);
        }
    }
}
