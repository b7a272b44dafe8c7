package org.kerata.autodiff;

/** The root of all errors that Kerata raises on purpose. Messages say what happened, where, what was expected and what was received. */
public class KerataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public KerataException(String message) {
        super(message);
    }

    /** An error with its message and what caused it. */
    public KerataException(String message, Throwable cause) {
        super(message, cause);
    }
}
