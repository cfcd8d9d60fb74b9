package sc.fiji.boldj.run;

/**
 * What the data do not permit: the call was right, but the scan covers too little, leaves too few degrees of freedom, or
 * the like. The message is the reason, in words for the person whose scan it is.
 *
 * <p>A wrong call throws a plain {@link IllegalArgumentException}. A study goes on without a result that the data do not
 * permit and gives the reason; it stops at a wrong call.
 */
public final class DataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** @param reason why there is no result, a clause that can follow a colon */
    public DataException(String reason) {
        super(reason);
    }
}
