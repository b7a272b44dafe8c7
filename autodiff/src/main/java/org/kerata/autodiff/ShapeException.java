package org.kerata.autodiff;

/** Shapes or element types that do not fit together. */
public final class ShapeException extends KerataException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public ShapeException(String message) {
        super(message);
    }
}
