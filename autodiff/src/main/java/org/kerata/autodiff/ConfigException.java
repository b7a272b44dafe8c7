package org.kerata.autodiff;

/** A setting that is not allowed: an unknown name, a value out of range, options that exclude each other. */
public final class ConfigException extends KerataException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public ConfigException(String message) {
        super(message);
    }
}
