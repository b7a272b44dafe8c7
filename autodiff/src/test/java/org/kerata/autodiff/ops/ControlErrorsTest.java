package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** What loops and branches refuse. */
class ControlErrorsTest {
    @Test
    void theShapesOfCarriesStay() {
        refused(
                "scan: Carry 1 must keep its type and shape from step to step. Expected: float32 (2, 3), as it begins. Received from the body:"
                        + " float32 (2, 4).",
                () -> Ops.scan(
                        (c, x) -> new Scan(List.of(c.get(0), c.get(0)), List.of()),
                        List.of(Ops.ones(2, 4), Ops.ones(2, 3)),
                        List.of(Ops.ones(5))));
        refused(
                "scan: Carry 0 must keep its type and shape from step to step. Expected: int32 (), as it begins. Received from the body:"
                        + " float32 ().",
                () -> Ops.scan(
                        (c, x) -> new Scan(List.of(c.get(0).plus(x.get(0))), List.of()),
                        List.of(Tensor.scalar(0, DType.INT32)),
                        List.of(Ops.ones(5))));
        refused(
                "scan: the body must return as many carries as there are at the beginning, 1. Received: 0.",
                () -> Ops.scan((c, x) -> new Scan(List.of(), x), List.of(Ops.ones(2)), List.of(Ops.ones(5))));
    }

    @Test
    void whatIsScanned() {
        Scan.Body body = (c, x) -> new Scan(c, x);
        refused(
                "scan: the first axis of every scanned tensor must be the number of steps, 5. Received for tensor 1: (4, 2).",
                () -> Ops.scan(body, List.of(), List.of(Ops.ones(5), Ops.ones(4, 2))));
        refused(
                "scan: every scanned tensor needs an axis to step along. Received: float32 (). Capture it in the body instead.",
                () -> Ops.scan(body, List.of(), List.of(Tensor.scalar(1))));
        assertEquals(
                "scan: without tensors to scan, the number of steps must be given. Use scan(body, init, xs, length, reverse).",
                assertThrows(ConfigException.class, () -> Ops.scan(body, List.of(Ops.ones(2)), List.of()))
                        .getMessage());
        assertEquals(
                "scan: the number of steps must be 0 or more. Received: -3.",
                assertThrows(ConfigException.class, () -> Ops.scan(body, List.of(), List.of(), -3, false))
                        .getMessage());
    }

    @Test
    void branchesAreAlike() {
        Tensor yes = Tensor.of(new boolean[] {true});
        refused(
                "cond: Both branches must give the same types and shapes. Received for result 0: float32 (2,) when true and float32 (3,) when"
                        + " false.",
                () -> Ops.cond(yes, () -> Ops.ones(2), () -> Ops.ones(3)));
        refused(
                "cond: Both branches must have equally many results. Received: 1 when true and 0 when false.",
                () -> Ops.condAll(yes, () -> List.of(Ops.ones(2)), List::of));
        refused(
                "cond: the predicate must be a single truth value. Received: float32 (2,). To choose element by element, use Ops.where.",
                () -> Ops.cond(Ops.ones(2), () -> Ops.ones(2), () -> Ops.ones(2)));
    }

    @Test
    void bodiesAssignNoVariables() {
        Variable v = Variable.of("steps", Tensor.scalar(0));
        for (boolean compiled : new boolean[] {false, true}) {
            Compiled.Function1 f = x -> Ops.map(
                    y -> {
                        v.assignAdd(Tensor.scalar(1));
                        return y;
                    },
                    x);
            assertEquals(
                    "scan: the variable \"steps\" is assigned inside of the body, which would happen once, while it is traced. Return the"
                            + " value from the body and assign it after scan.",
                    assertThrows(
                                    KerataException.class,
                                    () -> (compiled ? Compiled.of(f).run(Ops.ones(2)) : f.of(Ops.ones(2))).floats())
                            .getMessage());
        }
    }

    @Test
    void valuesAreNotReadInBodies() {
        String message = assertThrows(
                        KerataException.class, () -> Ops.map(x -> x.scalar() > 0 ? x : x.times(2), Ops.ones(2)))
                .getMessage();
        assertTrue(message.contains("Use Ops.where or Ops.cond to choose, Ops.scan to repeat"), message);
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(ShapeException.class, call).getMessage());
    }
}
