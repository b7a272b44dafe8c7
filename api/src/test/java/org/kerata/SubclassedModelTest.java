package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.Option;
import org.kerata.layers.core.Dense;
import org.kerata.layers.initializers.Constant;
import org.kerata.layers.regularization.Dropout;

class SubclassedModelTest {
    static final class Scale extends Layer {
        private final Option<Double> start = option("start", DOUBLE, 1.0);
        private Variable s;

        Scale start(double v) {
            return with(start, v);
        }

        @Override
        protected void build(Shape in) {
            s = weight("s", shape(in.last()), new Constant(start.get()));
        }

        @Override
        protected Tensor call(Tensor x, Call call) {
            return x.times(s);
        }
    }

    static final class Mlp extends Model {
        private final Dense hidden = track(new Dense(4).activation("relu"));
        private final Dropout dropout = track(new Dropout(0.5));
        private final Scale scale = track(new Scale().start(3));
        private final Dense out = track(new Dense(2));

        @Override
        protected Tensor call(Tensor x, Call call) {
            Tensor h = dropout.apply(hidden.apply(x));
            return out.apply(call.training() ? scale.apply(h) : scale.apply(h).times(1));
        }
    }

    @Test
    void ownsTheWeightsOfItsFields() {
        Mlp m = new Mlp();
        m.build(-1, 3);
        assertEquals(
                List.of("dense", "dropout", "scale", "dense_1"),
                m.layers().stream().map(Layer::name).toList());
        assertEquals(
                "[(3, 4), (4,), (4,), (4, 2), (2,)]",
                m.weights().stream().map(Variable::shape).toList().toString());
        assertArrayEquals(new float[] {3, 3, 3, 3}, m.weights().get(2).floats());
        assertEquals("(None, 2)", m.outputSpecs().get(0).shape().toString());
        assertEquals("mlp", m.name());
    }

    @Test
    void passesTheModeToItsLayers() {
        Mlp m = new Mlp();
        Tensor x = Ops.ones(4, 3);
        assertArrayEquals(m.apply(x).floats(), m.apply(x).floats());
        m.apply(x, Mode.TRAINING).floats();
        assertEquals(
                1,
                m.variables().stream()
                        .filter(v -> v.name().equals("seed_generator_state"))
                        .findFirst()
                        .orElseThrow()
                        .longs()[1]);
    }

    @Test
    void isALayerInAGraph() {
        Input a = new Input(3);
        Functional f = Model.of(a, new Mlp().apply(a));
        assertEquals("(None, 2)", f.output().shape().toString());
        assertEquals("(6, 2)", f.apply(Ops.ones(6, 3)).shape().toString());
        assertEquals(
                List.of("input_layer", "mlp"),
                f.layers().stream().map(Layer::name).toList());
    }

    @Test
    void hasNoGraphOfItsOwn() {
        KerataException e = assertThrows(KerataException.class, () -> new Mlp().output());
        assertEquals(
                "Model \"mlp\" has no symbolic outputs: it is a subclass that computes in call, not a graph of layers.",
                e.getMessage());
    }

    @Test
    void aLayerMustDefineCall() {
        Layer l = new Layer() {
            @Override
            public String className() {
                return "Nothing";
            }
        };
        KerataException e = assertThrows(KerataException.class, () -> l.apply(Ops.ones(1)));
        assertEquals(
                "Nothing must define call(Tensor, Call), or call(List<Tensor>, Call) for several inputs or outputs.",
                e.getMessage());
    }
}
