package org.kerata;

import org.kerata.layers.Seeds;

/** Settings of the process. */
public final class Kerata {
    private Kerata() {}

    /**
     * Starts all random numbers from this seed: models made afterwards, in the same order, start with the same weights, whatever other
     * threads do, and train the same way. Keras: {@code keras.utils.set_random_seed}.
     */
    public static void setRandomSeed(long seed) {
        Seeds.set(seed);
    }
}
