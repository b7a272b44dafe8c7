package org.kerata.training;

import java.nio.file.Path;

/** A network that can be written into files; the models of the API are. What callbacks that save need. */
public interface Savable {
    /** Writes the whole model; an older file of that name is replaced when the new one is complete. */
    void save(Path file);

    /** Writes the weights and the optimizer's state. */
    void saveWeights(Path file);
}
