package org.kerata.serialization;

/**
 * Is told how far the loading or saving of a file has come: from time to time, and once at the end. It runs on the thread that loads or
 * saves. What it throws ends the work, and the model, or the file, is as it was; only when the weights of a model are being replaced
 * already, all of them are before it ends.
 */
@FunctionalInterface
public interface Progress {
    /**
     * Some more has been done.
     *
     * @param done bytes so far; those that are read twice, once to be checked, count twice
     * @param total bytes in all; {@code done} when it is over
     */
    void report(long done, long total);
}
