package org.kerata.serialization;

import java.util.function.Supplier;
import org.kerata.autodiff.ConfigException;

/**
 * Sees to it that a config that makes no sense ends in Kerata's error, also where nobody thought of it: numbers that overflow, lists that are
 * too short, layers within layers without end. What a user's own class throws otherwise goes on as it is.
 */
final class Sense {
    private Sense() {}

    /**
     * What is made of a config.
     *
     * @throws ConfigException if it cannot be made
     */
    static <T> T of(Supplier<T> made) {
        try {
            return made.get();
        } catch (ArithmeticException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | NegativeArraySizeException
                | ClassCastException
                | NullPointerException e) {
            throw nonsense(e);
        } catch (StackOverflowError e) {
            throw nonsense(e);
        }
    }

    private static ConfigException nonsense(Throwable e) {
        ConfigException out = new ConfigException("The model's config makes no sense in one of its layers: " + e
                + ". If Keras opens it, its cause tells what Kerata does not expect.");
        out.initCause(e);
        return out;
    }
}
