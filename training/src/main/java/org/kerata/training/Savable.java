package org.kerata.training;

import java.nio.file.Path;

/** A network that can be written into files; the models of the API are. What callbacks that save need. */
public interface Savable {
    /** Writes the whole model; an older file of that name is replaced when the new one is complete. */
    void save(Path file);

    /**
     * Fails if {@link #save} could not write the model, because of an unregistered class of the user's for instance: so that this shows
     * before the training whose outcome is to be saved.
     */
    void requireSavable();

    /**
     * The architecture as JSON, as Keras writes it.
     *
     * @throws org.kerata.autodiff.KerataException if the model cannot be written
     */
    String toJson();

    /** Writes the weights and the optimizer's state. */
    void saveWeights(Path file);

    /**
     * Takes the weights and the optimizer's state from a file that {@link #saveWeights} wrote; the model stays as it was if that is damaged or
     * does not fit.
     */
    void restoreWeights(Path file);
}
