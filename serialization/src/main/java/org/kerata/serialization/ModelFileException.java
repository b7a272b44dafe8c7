package org.kerata.serialization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;

/**
 * A model file that cannot be read or written: damaged, cut off, hostile, of a kind or version that is not known, or not what was asked
 * for. The message names the file, the place inside it, what was expected, what was found, and how to mend it.
 */
public final class ModelFileException extends KerataException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public ModelFileException(String message) {
        super(message);
    }

    /** An error with its message and what caused it. */
    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * An error at a place in a file.
     *
     * @param file the file's name or path
     * @param place where in it, such as {@code /layers/dense/vars/0} or {@code config.json}; null for the file as a whole
     * @param problem what is wrong and how to mend it, as one or more sentences
     */
    public static ModelFileException at(String file, @Nullable String place, String problem) {
        return new ModelFileException(message(file, place, problem));
    }

    /** As {@link #at(String, String, String)}, with what caused it. */
    public static ModelFileException at(String file, @Nullable String place, String problem, Throwable cause) {
        return new ModelFileException(message(file, place, problem), cause);
    }

    private static String message(String file, @Nullable String place, String problem) {
        return "File \"" + file + "\"" + (place == null ? "" : ", at " + place) + ": " + problem;
    }
}
