package org.kerata.autodiff;

/** A failure that may have left variables half written. */
public final class BrokenStateException extends KerataException {
    private static final long serialVersionUID = 1L;

    /** An error with its cause. */
    public BrokenStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
