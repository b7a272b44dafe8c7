package org.kerata.serialization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Names;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.core.Lambda;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metric;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.Optimizers;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;
import org.kerata.training.optimizers.schedules.Schedules;

/**
 * The classes that a model file may name: all of Kerata's, and those that are registered here. Nothing else is made of a file, whatever
 * stands in it. Keras: {@code keras.saving.register_keras_serializable}.
 */
public final class Registry {
    private static final List<Entry<?>> TABLES = List.of(
            new Entry<>(Layer.class, Layers.NAMES),
            new Entry<>(Loss.class, Losses.NAMES),
            new Entry<>(Metric.class, Metrics.NAMES),
            new Entry<>(Optimizer.class, Optimizers.NAMES),
            new Entry<>(LearningRateSchedule.class, Schedules.NAMES),
            new Entry<>(Initializer.class, Initializers.NAMES),
            new Entry<>(Regularizer.class, Regularizers.NAMES),
            new Entry<>(Constraint.class, Constraints.NAMES),
            new Entry<>(ActivationFunction.class, Activations.NAMES),
            new Entry<>(Lambda.Body.class, Lambda.FUNCTIONS));

    private record Entry<T>(Class<T> type, Names<T> names) {
        void register(String name, Supplier<?> factory) {
            names.register(name, () -> type.cast(factory.get()));
        }

        AutoCloseable scope(String name, Supplier<?> factory) {
            return names.scope().register(name, () -> type.cast(factory.get()));
        }
    }

    private Registry() {}

    /**
     * Registers a class of one's own for good.
     *
     * @param name as in files: {@code "package>Name"}, of which {@code Name} is the class's
     * @param factory makes one with default options, to be given those of a file; called once now, to see what it makes
     * @throws ConfigException if the name is a built-in one, or the factory makes nothing that files hold
     */
    public static void register(String name, Supplier<?> factory) {
        table(name, factory).register(name, factory);
    }

    /** Names that hold on this thread until they are closed. */
    public static final class Scope implements AutoCloseable {
        private final List<AutoCloseable> open = new ArrayList<>();

        private Scope() {}

        /** Registers a class in this scope. */
        public Scope register(String name, Supplier<?> factory) {
            open.add(table(name, factory).scope(name, factory));
            return this;
        }

        @Override
        public void close() {
            for (AutoCloseable o : open) {
                try {
                    o.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e); // scopes of names throw nothing
                }
            }
        }
    }

    /**
     * Keras's names of what is built in.
     *
     * @param type {@code Layer.class}, {@code Loss.class}, {@code Metric.class} and so on
     * @throws ConfigException if files hold nothing of this type
     */
    public static Collection<String> classNames(Class<?> type) {
        for (Entry<?> e : TABLES) {
            if (e.type == type) {
                return e.names.classNames();
            }
        }
        throw new ConfigException("Registry: files hold no objects of " + type.getName() + ".");
    }

    /** Opens a scope: {@code try (Registry.Scope s = Registry.scope().register("acme>Scale", Scale::new)) { … }}. */
    public static Scope scope() {
        return new Scope();
    }

    private static Entry<?> table(String name, Supplier<?> factory) {
        Object made = factory.get();
        for (Entry<?> e : TABLES) {
            if (e.type.isInstance(made)) {
                return e;
            }
        }
        throw new ConfigException("Registry: \"" + name + "\" must be a layer, loss, metric, optimizer, schedule,"
                + " initializer, regularizer, constraint, activation or function of a Lambda layer. Its factory makes a "
                + made.getClass().getName() + ".");
    }
}
