package org.kerata.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/**
 * A table of names: Keras's name of a class, and the factory that makes one with default options. Also the list of what a model file may
 * contain. Users add their own under {@code "Package>Name"}, for good or for a {@linkplain #scope() scope}.
 *
 * <p>An object is looked up by its class name ({@code "GlorotUniform"}), by that in snake case ({@code "glorot_uniform"}) or by an alias.
 *
 * @param <T> what is made
 */
public final class Names<T> {
    private final String what;
    private final String module;
    private final Map<String, Supplier<? extends T>> builtIn = new LinkedHashMap<>();
    private final Map<String, Home> homes = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, Supplier<? extends T>> added = new ConcurrentHashMap<>();
    private final ThreadLocal<List<Map<String, Supplier<? extends T>>>> scopes =
            ThreadLocal.withInitial(ArrayList::new);

    /**
     * An empty table.
     *
     * @param what what it holds, for messages: "layer"
     * @param module Keras's module of the built-in ones: "keras.layers"
     */
    public Names(String what, String module) {
        this.what = what;
        this.module = module;
    }

    /** Adds a built-in class under Keras's class name. For the tables of Kerata itself; users call {@link #register}. */
    public Names<T> add(String className, Supplier<? extends T> factory) {
        builtIn.put(className, factory);
        aliases.putIfAbsent(snakeCase(className), className);
        return this;
    }

    /** Where Keras has a class that is not in the module of the others, and under what name it is registered there. */
    private record Home(String module, @Nullable String registeredName) {}

    /** Adds a built-in class that Keras has in another module, and may have registered under a name. */
    public Names<T> add(
            String className, String module, @Nullable String registeredName, Supplier<? extends T> factory) {
        homes.put(className, new Home(module, registeredName));
        return add(className, factory);
    }

    /** Adds another name of a built-in class. One that is the class's in lower case is what Keras has instead of snake case. */
    public Names<T> alias(String alias, String className) {
        if (alias.equals(className.toLowerCase(Locale.ROOT))) {
            aliases.remove(snakeCase(className), className);
        }
        aliases.put(alias, className);
        return this;
    }

    /** Adds everything from another table of the same kind. */
    public Names<T> addAll(Names<? extends T> other) {
        other.builtIn.forEach(builtIn::put);
        homes.putAll(other.homes);
        aliases.putAll(other.aliases);
        return this;
    }

    /** Adds a class of the user's, as {@code "Package>Name"}. */
    public void register(String name, Supplier<? extends T> factory) {
        if (builtIn.containsKey(name)) {
            throw new ConfigException(
                    "The " + what + " \"" + name + "\" is built in. Register yours as \"package>" + name + "\".");
        }
        added.put(name, factory);
    }

    /** Names that hold on this thread until the scope is closed. */
    public final class Scope implements AutoCloseable {
        private final Map<String, Supplier<? extends T>> own = new LinkedHashMap<>();

        private Scope() {
            scopes.get().add(own);
        }

        /** Adds a class to the scope. */
        public Scope register(String name, Supplier<? extends T> factory) {
            own.put(name, factory);
            return this;
        }

        @Override
        public void close() {
            scopes.get().remove(own);
            if (scopes.get().isEmpty()) {
                scopes.remove();
            }
        }
    }

    /** Opens a scope. */
    public Scope scope() {
        return new Scope();
    }

    /** Whether there is such a name. */
    public boolean knows(String name) {
        return find(name) != null;
    }

    /**
     * A new object with default options.
     *
     * @throws ConfigException if there is no such name; the message proposes the nearest
     */
    public T make(String name) {
        Supplier<? extends T> f = find(name);
        if (f == null) {
            throw new ConfigException("Unknown " + what + " \"" + name + "\"." + Nearest.hint(name, known()));
        }
        return f.get();
    }

    /** All names a user may write: aliases, and registered names. */
    public Collection<String> known() {
        List<String> all = new ArrayList<>(aliases.keySet());
        all.addAll(added.keySet());
        scopes.get().forEach(s -> all.addAll(s.keySet()));
        return all;
    }

    /** The class names of the built-in ones. */
    public Collection<String> classNames() {
        return List.copyOf(builtIn.keySet());
    }

    private @Nullable Supplier<? extends T> find(String name) {
        List<Map<String, Supplier<? extends T>>> open = scopes.get();
        for (int i = open.size() - 1; i >= 0; i--) {
            Supplier<? extends T> f = open.get(i).get(name);
            if (f != null) {
                return f;
            }
        }
        Supplier<? extends T> f = added.get(name);
        if (f == null) {
            f = builtIn.get(name);
        }
        String full = aliases.get(name);
        return f == null && full != null ? builtIn.get(full) : f;
    }

    /**
     * The object that a config describes: a name, or a map with {@code class_name}, {@code config} and {@code registered_name}.
     *
     * @throws ConfigException if the name is unknown or the config not right
     */
    public T read(Object value) {
        if (value instanceof String name) {
            return make(name);
        }
        Map<String, @Nullable Object> m = Kind.toMap(value);
        Object registered = m.get("registered_name");
        Object name = registered instanceof String r && knows(r) ? r : m.get("class_name");
        if (name instanceof String f && f.equals("function")) {
            name = m.get("config");
        }
        if (!(name instanceof String className)) {
            throw new ConfigException("A " + what + " in a config must have a \"class_name\". Received: " + m + ".");
        }
        T made = make(className);
        if (made instanceof Configurable c && m.get("config") instanceof Map<?, ?> config) {
            c.configure(Kind.toMap(config));
        }
        return made;
    }

    /**
     * What stands for the object in a config: module, class name, config and registered name.
     *
     * @throws ConfigException if it is a class of the user's that is not registered
     */
    public Map<String, @Nullable Object> write(T object) {
        if (!(object instanceof Configurable c)) {
            throw new ConfigException("The " + what + " " + object.getClass().getName() + " has no config.");
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        boolean ours = builtIn.containsKey(c.className())
                && object.getClass().getName().startsWith("org.kerata.");
        Home home = homes.getOrDefault(c.className(), new Home(module, null));
        out.put("module", ours ? home.module : null);
        out.put("class_name", c.className());
        out.put("config", c.config());
        out.put("registered_name", ours ? home.registeredName : registeredName(c.className(), object));
        return out;
    }

    /** The name under which a factory of the user's gives this very object; null if none does. */
    public @Nullable String registeredAs(T object) {
        List<Map<String, Supplier<? extends T>>> tables = new ArrayList<>(scopes.get());
        tables.add(added);
        for (Map<String, Supplier<? extends T>> table : tables) {
            for (Map.Entry<String, Supplier<? extends T>> e : table.entrySet()) {
                if (e.getValue().get() == object) {
                    return e.getKey();
                }
            }
        }
        return null;
    }

    private String registeredName(String className, T object) {
        List<Map<String, Supplier<? extends T>>> tables = new ArrayList<>(scopes.get());
        tables.add(added);
        for (Map<String, Supplier<? extends T>> table : tables) {
            for (Map.Entry<String, Supplier<? extends T>> e : table.entrySet()) {
                String simple = e.getKey().substring(e.getKey().indexOf('>') + 1);
                if (simple.equals(className)) {
                    return e.getKey();
                }
            }
        }
        throw new ConfigException("The " + what + " " + object.getClass().getName()
                + " is not registered. Register it as \"package>" + className + "\" with a factory that makes one.");
    }

    /** Keras's snake case: {@code "GlobalAveragePooling2D"} becomes {@code "global_average_pooling2d"}. */
    public static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
