package org.kerata.autodiff.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.internal.compile.Lowering;
import org.kerata.autodiff.internal.kernels.Host;

/**
 * One operation of the catalogue, in one place: its shape rule, its gradient rule, its portable kernel, its fast kernels and how they may
 * be cut. Ops are declared as constants in the families of {@link org.kerata.autodiff.ops}, read like a table, and hold no state.
 *
 * <p>An op has at least one of: a pointwise description, a reference kernel, a {@linkplain #isView() view} mark, or a definition in other
 * ops. An op without a gradient rule and without a definition raises an error by name when a gradient through it is asked for.
 *
 * @param <A> the op's settings: a record comparable by value, {@link NoAttributes} if there are none
 */
public final class Op<A> {
    private final String name;
    private final Infer<A> infer;
    private final @Nullable Rule<A> gradient;
    private final @Nullable Reference<A> reference;
    private final @Nullable Function<A, Pointwise> pointwise;
    private final @Nullable Function<A, MultiPointwise> multiPointwise;
    private final @Nullable Definition<A> definition;
    private final @Nullable Lowering<A> lowering;
    private final boolean view;
    private final boolean failsOnData;
    private final boolean overwrites;

    private Op(Builder<A> b) {
        this.name = b.name;
        this.infer = b.infer;
        this.gradient = b.gradient;
        this.reference = b.reference;
        this.pointwise = b.pointwise;
        this.multiPointwise = b.multiPointwise;
        this.definition = b.definition;
        this.lowering = b.lowering;
        this.view = b.view;
        this.failsOnData = b.failsOnData;
        this.overwrites = b.overwrites;
    }

    /** The shape rule: types and shapes of the outputs from those of the inputs. Unknown axes stay unknown. */
    public interface Infer<A> {
        /**
         * The outputs.
         *
         * @throws ShapeException if the inputs do not fit; the op's name is put in front of the message
         */
        List<Spec> outputs(List<Spec> inputs, A attributes);
    }

    /** A gradient rule, written in ops. One entry for each input; null where there is no gradient. */
    public interface Rule<A> {
        /** The gradients of the inputs. Axes stretched by broadcasting are summed by the caller. */
        List<@Nullable Tensor> inputs(Adjoint<A> at);
    }

    /** A portable kernel over Java arrays: plain loops, the whole tensor at once, float types in double precision. */
    public interface Reference<A> {
        /** Fills the outputs. */
        void run(A attributes, Host[] in, Host[] out);
    }

    /** The op in terms of simpler ones. */
    public interface Definition<A> {
        /** The outputs. */
        List<Tensor> outputs(List<Tensor> inputs, A attributes);
    }

    /** Starts the declaration of an op. */
    public static <A> Builder<A> named(String name) {
        return new Builder<>(name);
    }

    /** Starts the declaration of an op without settings. */
    public static Builder<NoAttributes> plain(String name) {
        return new Builder<>(name);
    }

    /** Keras's name of the op, in snake case. */
    public String name() {
        return name;
    }

    /** The gradient rule, if it has one of its own. */
    public @Nullable Rule<A> gradient() {
        return gradient;
    }

    /** The portable kernel, if it has one of its own. */
    public @Nullable Reference<A> reference() {
        return reference;
    }

    /** What it does to each element, if that is all it does. */
    public @Nullable Function<A, Pointwise> pointwise() {
        return pointwise;
    }

    /** What a composite with several outputs does to each element, if that is all it does. */
    public @Nullable Function<A, MultiPointwise> multiPointwise() {
        return multiPointwise;
    }

    /** How it is made from simpler ops, if it is. */
    public @Nullable Definition<A> definition() {
        return definition;
    }

    /** Its fast kernels, if it has any. */
    public @Nullable Lowering<A> lowering() {
        return lowering;
    }

    /** Whether its output is its first input's memory under another shape. */
    public boolean isView() {
        return view;
    }

    /** Whether its kernels check values, such as indices, and may fail; variables are written only after such an op has passed. */
    public boolean failsOnData() {
        return failsOnData;
    }

    /** Whether its fast kernel can write its first outputs over its first inputs, and so straight into a variable. */
    public boolean overwrites() {
        return overwrites;
    }

    /** Types and shapes of the outputs. */
    public List<Spec> infer(List<Spec> inputs, A attributes) {
        try {
            return infer.outputs(inputs, attributes);
        } catch (ShapeException e) {
            throw String.valueOf(e.getMessage()).startsWith(name + ":")
                    ? e
                    : new ShapeException(name + ": " + e.getMessage());
        }
    }

    /** Applies the op. */
    public List<Tensor> apply(A attributes, List<Tensor> inputs) {
        List<Tensor> in = new ArrayList<>(inputs.size());
        List<Spec> specs = new ArrayList<>(inputs.size());
        boolean graph = Trace.current() == null && anySymbolic(inputs);
        for (Tensor t : inputs) {
            Tensor x = t instanceof Variable v ? (graph ? new Read(v, true).output() : v.read()) : t;
            x.boundDepth();
            in.add(x);
            specs.add(x.spec());
        }
        return new OpNode(this, attributes, in, infer(specs, attributes)).outputs();
    }

    /** In a model's graph a variable stands for its value whenever the graph is replayed, not for its value now. */
    private static boolean anySymbolic(List<Tensor> inputs) {
        for (Tensor t : inputs) {
            if (t.isSymbolic()) {
                return true;
            }
        }
        return false;
    }

    /** Applies the op and returns its only (or first) output. */
    public Tensor apply(A attributes, Tensor... inputs) {
        return apply(attributes, Arrays.asList(inputs)).get(0);
    }

    /** Applies an op again to other inputs. */
    @SuppressWarnings("unchecked")
    public static List<Tensor> replay(OpNode node, List<Tensor> inputs) {
        return ((Op<Object>) node.op()).apply(node.attributes(), inputs);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the parts of an op. */
    public static final class Builder<A> {
        private final String name;
        private Infer<A> infer = (in, a) -> {
            throw new IllegalStateException("An op without a shape rule.");
        };
        private @Nullable Rule<A> gradient;
        private @Nullable Reference<A> reference;
        private @Nullable Function<A, Pointwise> pointwise;
        private @Nullable Function<A, MultiPointwise> multiPointwise;
        private @Nullable Definition<A> definition;
        private @Nullable Lowering<A> lowering;
        private boolean view;
        private boolean failsOnData;
        private boolean overwrites;

        private Builder(String name) {
            this.name = name;
        }

        /** The shape rule of an op with one output. */
        public Builder<A> shape(java.util.function.BiFunction<List<Spec>, A, Spec> rule) {
            this.infer = (in, a) -> List.of(rule.apply(in, a));
            return this;
        }

        /** The shape rule of an op with several outputs. */
        public Builder<A> shapes(Infer<A> rule) {
            this.infer = rule;
            return this;
        }

        /** The gradient rule. */
        public Builder<A> gradient(Rule<A> rule) {
            this.gradient = rule;
            return this;
        }

        /** The gradient rule of an op with one input: {@code (dy, x, y) -> dx}. */
        public Builder<A> gradient1(Gradient1 rule) {
            return gradient(at -> Arrays.asList(rule.of(at.dy(), at.in(0), at.out())));
        }

        /** Marks an op as flat almost everywhere: its gradient is zero and stops here. */
        public Builder<A> noGradient() {
            return gradient(at -> {
                List<@Nullable Tensor> none = new ArrayList<>();
                for (int i = 0; i < at.inputs().size(); i++) {
                    none.add(null);
                }
                return none;
            });
        }

        /** The portable kernel. */
        public Builder<A> reference(Reference<A> kernel) {
            this.reference = kernel;
            return this;
        }

        /** What happens to each element. */
        public Builder<A> pointwise(Supplier<Pointwise> description) {
            Pointwise p = description.get();
            return pointwise(a -> p);
        }

        /** What happens to each element, under the op's settings. */
        public Builder<A> pointwise(Function<A, Pointwise> description) {
            this.pointwise = description;
            return this;
        }

        /** What happens to each element of a composite with several outputs. */
        public Builder<A> multiPointwise(Function<A, MultiPointwise> loop) {
            this.multiPointwise = loop;
            return this;
        }

        /** The op in terms of simpler ones. */
        public Builder<A> definition(Definition<A> d) {
            this.definition = d;
            return this;
        }

        /** The fast kernels. */
        public Builder<A> kernel(Lowering<A> fast) {
            this.lowering = fast;
            return this;
        }

        /** Marks the op as one whose kernels check values and may fail. */
        public Builder<A> failsOnData() {
            this.failsOnData = true;
            return this;
        }

        /** Marks the op as one whose fast kernel can write its first outputs over its first inputs. */
        public Builder<A> overwrites() {
            this.overwrites = true;
            return this;
        }

        /** Marks the op as a view. */
        public Builder<A> view() {
            this.view = true;
            return this;
        }

        /** The op. */
        public Op<A> build() {
            return new Op<>(this);
        }
    }

    /** A gradient rule of an op with one input. */
    public interface Gradient1 {
        /** The gradient of the input. */
        Tensor of(Tensor dy, Tensor x, Tensor y);
    }
}
