package org.kerata.serialization;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;

/**
 * How one op of the catalogue stands in a Keras config: there it is a node beside the layers, under the name of Keras's class of operations.
 *
 * @param module the last part of Keras's module: {@code numpy} for {@code keras.src.ops.numpy}
 * @param className Keras's class
 * @param op the op that is written so; null if the class is only read
 * @param writer what stands in the node's config and in its call
 * @param reader calls the op
 */
record Operator(String module, String className, @Nullable Op<?> op, Writer writer, Reader reader) {

    /** What is written of a node. */
    interface Writer {
        Written write(OpNode node);
    }

    /** Makes the tensors that a node of a config stands for. */
    interface Reader {
        List<Tensor> read(Given given);
    }

    /**
     * The config of an operation, and the arguments of its call: tensors, lists of them, numbers and other plain values.
     *
     * @param path module and class, {@code "numpy.Triu"}, where they depend on the node; null for the operator's own
     * @param options the config, without the name
     * @param arguments the arguments by place
     * @param named the arguments by name
     */
    record Written(
            @Nullable String path,
            Map<String, @Nullable Object> options,
            List<@Nullable Object> arguments,
            Map<String, ? extends Object> named) {
        Written(Map<String, @Nullable Object> options, List<@Nullable Object> arguments) {
            this(null, options, arguments);
        }

        Written(@Nullable String path, Map<String, @Nullable Object> options, List<@Nullable Object> arguments) {
            this(path, options, arguments, Map.of());
        }
    }
}
