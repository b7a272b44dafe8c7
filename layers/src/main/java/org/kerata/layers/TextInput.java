package org.kerata.layers;

import java.util.Collection;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;

/** A layer that turns texts into numbers, outside of compiled programs. In front of a model, it lets the model be given texts. */
public interface TextInput {
    /** The texts as numbers, {@code (texts, …)}. */
    Tensor apply(Collection<String> texts);

    /** Type and shape of these numbers; axes whose length depends on the texts are unknown. */
    Spec textSpec();
}
