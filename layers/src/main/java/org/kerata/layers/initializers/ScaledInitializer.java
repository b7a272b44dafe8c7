package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** Random numbers whose size depends on how many inputs and outputs a unit has; by default that follows from the weight's shape. */
abstract class ScaledInitializer extends Initializer {
    @Override
    public Initializer forUnits(long inputs, long outputs) {
        return new Counted(this, Shape.of(inputs, outputs));
    }

    /** Draws a matrix of the same size, whose axes are the inputs and the outputs. */
    private static final class Counted extends Initializer {
        private final ScaledInitializer of;
        private final Shape units;

        Counted(ScaledInitializer of, Shape units) {
            this.of = of;
            this.units = units;
        }

        @Override
        public Tensor apply(Shape shape, DType dtype, long seed) {
            return Ops.reshape(of.apply(units, dtype, seed), shape.dims());
        }
    }
}
