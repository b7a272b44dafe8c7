package org.kerata.training;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.BrokenStateException;

/**
 * Whether the weights of a network are those after some step, or a step failed while it was writing them. From then on they are refused
 * until they are set anew.
 */
final class Wholeness {
    private final String network;
    private volatile @Nullable BrokenStateException failure;

    /** For a network of this name. */
    Wholeness(String network) {
        this.network = network;
    }

    /**
     * Refuses weights that may be half written.
     *
     * @param who the method that needs them
     */
    void require(String who) {
        BrokenStateException f = failure;
        if (f != null) {
            throw new BrokenStateException(
                    who + ": a step failed while it was writing the weights of \"" + network
                            + "\", so they may be half written. Set them with setWeights, from a checkpoint or from another model, and go on.",
                    f);
        }
    }

    /** Does some work and remembers if it leaves the weights half written. */
    <T> T watch(Supplier<T> work) {
        try {
            return work.get();
        } catch (BrokenStateException e) {
            failure = e;
            throw e;
        }
    }

    /** The weights have been set. */
    void restored() {
        failure = null;
    }
}
