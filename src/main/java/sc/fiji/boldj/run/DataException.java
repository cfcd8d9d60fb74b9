package sc.fiji.boldj.run;

/**
 * Thrown when the call is valid but the data do not permit a result: the scan covers too little, too few degrees of freedom
 * remain, or similar. The message gives the reason to the user.
 *
 * <p>An invalid call throws a plain {@link IllegalArgumentException}. A study continues without a result that the data do not
 * permit and reports the reason; it stops at an invalid call.
 */
public final class DataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** @param reason why there is no result, a clause that can follow a colon */
    public DataException(String reason) {
        super(reason);
    }
}
