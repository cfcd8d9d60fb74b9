package sc.fiji.boldj.host;

/** A command could not do what it was asked, for a reason that its message tells a user in one line. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean usage;

    CommandFailure(String message, boolean usage, Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    /** Whether the call itself was wrong (a key, a choice, a number), so that nothing was begun. */
    public boolean isUsage() {
        return usage;
    }
}
