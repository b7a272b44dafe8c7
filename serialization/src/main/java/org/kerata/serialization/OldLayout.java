package org.kerata.serialization;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.slf4j.LoggerFactory;

/**
 * How weights are stored where that differs from today: Keras 1 has an array for each gate of a recurrent layer and kernels of convolutions
 * in other orders of axes, and Theano turns kernels by 180 degrees. State of an optimizer is stored as the weight it belongs to.
 */
final class OldLayout {
    private static final List<String> CONVOLUTIONS = List.of("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose");
    private static final List<String> SEPARABLE = List.of("SeparableConv1D", "SeparableConv2D", "DepthwiseConv2D");

    /** Kernel, recurrent kernel and bias. */
    private static final int KINDS = 3;

    private final boolean keras1;
    private final boolean theano;

    /** The layout of Keras 1, or that of later versions; of files that were written with Theano, or others. */
    OldLayout(boolean keras1, boolean theano) {
        this.keras1 = keras1;
        this.theano = theano;
    }

    /** A weight, or those of a cell that are stored gate by gate. */
    final class Group {
        private final Layer layer;
        private final int[] gates;
        private final List<Variable> weights = new ArrayList<>();

        private Group(Layer layer) {
            this.layer = layer;
            this.gates = keras1 ? gates(layer) : new int[0];
        }

        private boolean isFull() {
            return gates.length == 0 || weights.size() == KINDS;
        }

        List<Variable> weights() {
            return weights;
        }

        /** The weight of which an array of the file is at least a part. */
        Variable weight(int array) {
            return weights.get(gates.length == 0 ? array : array % KINDS);
        }

        /** How many arrays of the file they are. */
        int stored() {
            return gates.length == 0 ? 1 : gates.length * KINDS;
        }

        /** The arrays of the file as these weights want them. */
        List<Hdf5Dataset> arranged(List<Hdf5Dataset> stored) {
            List<Hdf5Dataset> out = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                Variable w = weights.get(i);
                if (gates.length > 0) {
                    List<Tensor> parts = new ArrayList<>();
                    for (int g : gates) {
                        parts.add(stored.get(KINDS * g + i).tensor(w.dtype()));
                    }
                    out.add(ConvertedArrays.of(stored.get(i), Ops.concatenate(parts, -1)));
                    continue;
                }
                Hdf5Dataset d = stored.get(i);
                Tensor t = isKernel(w) ? kernel(d, w.dtype()) : null;
                out.add(t == null ? d : ConvertedArrays.of(d, t));
            }
            return out;
        }

        private boolean isKernel(Variable w) {
            int place = layer.ownWeights().indexOf(w);
            return place == 0 || (place == 1 && SEPARABLE.contains(layer.className()));
        }

        /** A kernel in today's order of axes; null if it is stored so. */
        private @Nullable Tensor kernel(Hdf5Dataset d, DType type) {
            String name = layer.className();
            boolean separable = SEPARABLE.contains(name);
            if (!separable && !CONVOLUTIONS.contains(name)) {
                return null;
            }
            int rank = d.shape().length;
            int[] order = keras1 ? order(name, d.shape()) : new int[0];
            if ((order.length == 0 && !theano) || (order.length > 0 && order.length != rank)) {
                return null;
            }
            Tensor t = d.tensor(type);
            if (order.length > 0) {
                t = Ops.transpose(t, order);
            }
            if (name.equals("Conv1D") && rank == 4) {
                t = Ops.squeeze(t, 1);
            }
            if (theano && !separable) {
                warnOfPadding(t);
                t = Ops.flip(t, IntStream.range(0, t.rank() - 2).toArray());
            }
            return t;
        }

        private void warnOfPadding(Tensor kernel) {
            boolean otherwise = false;
            for (int i = 0; i < kernel.rank() - 2; i++) {
                boolean strided = layer.config().get("strides") instanceof List<?> l
                        && l.size() > i
                        && !Integer.valueOf(1).equals(l.get(i));
                otherwise |= strided || kernel.shape().dim(i) % 2 == 0;
            }
            if (otherwise && "same".equals(layer.config().get("padding"))) {
                LoggerFactory.getLogger(OldLayout.class)
                        .warn(
                                "The layer \"{}\" was saved with Theano, which pads \"same\" otherwise where a kernel is even or a"
                                        + " stride above 1: it gives other numbers than it did.",
                                layer.name());
            }
        }

        private int[] order(String name, long[] shape) {
            boolean first = "channels_first".equals(layer.config().get("data_format"));
            return switch (name) {
                // Before 1.2, a kernel over one axis had the order of Theano.
                case "Conv1D" -> shape.length == 4 && shape[1] != 1 ? new int[] {2, 3, 1, 0} : new int[] {0, 1, 2, 3};
                case "Conv2D", "SeparableConv2D" -> first ? new int[] {2, 3, 1, 0} : new int[0];
                case "Conv3D" -> first ? new int[] {2, 3, 4, 1, 0} : new int[0];
                case "Conv2DTranspose" -> first ? new int[] {2, 3, 0, 1} : new int[] {0, 1, 3, 2};
                default -> new int[0];
            };
        }
    }

    /** The groups of a layer's weights, in the order of the file. */
    List<Group> groups(Layer layer, List<Variable> inFileOrder) {
        Map<Variable, Layer> owners = new IdentityHashMap<>();
        own(layer, owners);
        List<Group> out = new ArrayList<>();
        for (Variable w : inFileOrder) {
            Layer owner = owners.getOrDefault(w, layer);
            Group last = out.isEmpty() ? null : out.get(out.size() - 1);
            if (last == null || last.layer != owner || last.isFull()) {
                last = new Group(owner);
                out.add(last);
            }
            last.weights.add(w);
        }
        return out;
    }

    /** Which of the gates in the file each of today's is; none if gates are not stored apart. */
    private static int[] gates(Layer cell) {
        if (cell.ownWeights().size() != KINDS) {
            return new int[0];
        }
        return switch (cell.className()) {
            case "LSTMCell" -> new int[] {0, 2, 1, 3}; // input, cell, forget, output in the file
            case "GRUCell" -> new int[] {0, 1, 2};
            default -> new int[0];
        };
    }

    private static void own(Layer layer, Map<Variable, Layer> owners) {
        layer.ownWeights().forEach(w -> owners.putIfAbsent(w, layer));
        layer.parts().values().forEach(p -> own(p, owners));
    }
}
