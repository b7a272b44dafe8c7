package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class LambdaTest implements LayerContract {
    private static final Lambda.Body HALVED = Lambda.body(x -> x.times(0.5).plus(1));

    @BeforeAll
    static void register() {
        Lambda.FUNCTIONS.register("kerata>halved", () -> HALVED);
    }

    @Test
    void computesAFunctionOfOneTensor() {
        Lambda square = new Lambda(Ops::square);
        assertArrayEquals(
                new float[] {4, 9},
                square.apply(Tensor.of(new float[] {2, -3}, 2, 1)).floats());
        assertEquals(
                "(None, 3, 2)",
                new Lambda(x -> x.transpose(0, 2, 1))
                        .computeOutputShape(Shape.of(-1, 2, 3))
                        .toString());
        assertError(
                () -> square.apply(Ops.ones(1, 2), Ops.ones(1, 2)),
                "Layer \"lambda\" (Lambda): Its function takes one tensor. Received: 2. Make it with Lambda.of for several.");
    }

    @Test
    void computesAFunctionOfSeveralAndOfTheMode() {
        Lambda l = Lambda.of((xs, call) -> List.of(call.training() ? xs.get(0).plus(xs.get(1)) : xs.get(0), xs.get(1)));
        List<Tensor> xs = List.of(Ops.ones(1, 1), Ops.ones(1, 1));
        assertEquals(2, l.applyAll(xs, Mode.TRAINING).get(0).sum().scalar());
        assertEquals(1, l.applyAll(xs, Mode.INFERENCE).get(0).sum().scalar());
    }

    @Test
    void masksEndUnlessItSaysOtherwise() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor x = Ops.ones(1, 2, 3);
        Tensor mask = Tensor.of(new boolean[] {true, false}, 1, 2);
        call.setMask(x, mask);
        assertNull(
                call.maskOf(new Lambda(Ops::square).applyAll(List.of(x), call).get(0)));
        Lambda passing = new Lambda(Ops::square).mask((xs, c) -> c.mask());
        assertSame(mask, call.maskOf(passing.applyAll(List.of(x), call).get(0)));
        assertError(
                () -> Lambda.of(HALVED).mask((xs, c) -> null).config(),
                "Layer \"lambda\" (Lambda): its mask is code, which a model file cannot hold. Write a class of your own.");
    }

    @Test
    void codeIsNotSaved() {
        assertError(
                () -> new Lambda(Ops::square).config(),
                "Lambda: its function is code, which a model file cannot hold. Register it: Lambda.FUNCTIONS.register(\"package>name\", "
                        + "() -> function), always the same object, and make the layer with Lambda.of(function). Or write a class of your "
                        + "own, or save the weights alone.");
        assertError(
                () -> Layers.NAMES.read(Map.of(
                        "class_name",
                        "Lambda",
                        "config",
                        Map.of("function", Map.of("class_name", "__lambda__", "config", Map.of("code", "4wEA"))))),
                "Lambda: function: The function is Python code, which Java cannot run. Give the layer its function in Java when the"
                        + " model is loaded: new Load().lambda(\"name of the layer\", function). Or save the model in Python with a"
                        + " registered function, and register one of that name in Lambda.FUNCTIONS.");
    }
}
