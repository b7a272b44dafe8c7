package org.kerata.layers.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Names;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class ActivationTest implements LayerContract {
    @Override
    public Stream<LayerCase> cases() {
        return Stream.concat(LayerContract.golden("activation"), LayerContract.golden("activation_other"));
    }

    @Test
    void takesAnyFunction() {
        assertEquals(9, new Activation(x -> x.times(x)).apply(Tensor.scalar(3)).scalar());
    }

    @Test
    void aFunctionWithoutANameCannotBeSaved() {
        assertError(
                () -> new Activation(x -> x).config(),
                "An activation function without a name cannot be saved. Register it: Activations.NAMES.register(\"package>name\", () ->"
                        + " function), always the same object.");
        try (Names<ActivationFunction>.Scope scope = Activations.NAMES.scope()) {
            ActivationFunction cube = x -> x.times(x).times(x);
            scope.register("mine>cube", () -> cube);
            assertEquals("mine>cube", new Activation("mine>cube").config().get("activation"));
            assertEquals(8, new Activation("mine>cube").apply(Tensor.scalar(2)).scalar());
        }
    }
}
